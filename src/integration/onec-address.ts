/** Which addresses may be called: public hosts, or those alone that the configuration names. */
import { type Message, message } from "../platform/i18n.ts";

/** Loopback, private, link-local, shared, reserved and multicast: [first address, bits of the network]. */
const CLOSED_NETWORKS: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
];
/** Names of one's own network, whatever they resolve to. */
const CLOSED_NAMES = /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home\.arpa)$/;
/** Public IPv6 is 2000::/3; of it, 2002::/16 and 2001::/23 carry other addresses inside. */
const PUBLIC_IPV6 = /^\[(?!2002:|2001:(?:[01]?[0-9a-f]{0,2}:|:))[23][0-9a-f]{3}:/;

const numberOf = (dotted: string) => dotted.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

function isClosedIpv4(host: string): boolean {
  const address = numberOf(host);
  return CLOSED_NETWORKS.some(([first, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === numberOf(first) / size;
  });
}

/** `host` is as URL writes it: every spelling of an IPv4 address has become four decimal numbers. */
function isPublic(host: string): boolean {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return !isClosedIpv4(host);
  if (host.startsWith("[")) return PUBLIC_IPV6.test(host);
  return host.includes(".") && !CLOSED_NAMES.test(host);
}

const hostOf = ({ hostname }: URL) => hostname.replace(/\.$/, "");

/** A setting as URL writes it; a bare IPv6 address gets its brackets. */
function namedHost(setting: string): string | undefined {
  const host = /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(setting) ? `[${setting}]` : setting;
  return URL.canParse(`http://${host}`) ? hostOf(new URL(`http://${host}`)) : undefined;
}

/** What is wrong with calling this address, if anything. */
export function addressFault(address: string, allowedHosts: readonly string[]): Message | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return message("Enter a valid URL.");
  if (url.username || url.password)
    return message("Put the user name and the password into their own fields, not into the address.");
  const host = hostOf(url);
  const fine = allowedHosts.length
    ? allowedHosts.some((setting) => namedHost(setting) === host)
    : isPublic(host);
  return fine
    ? undefined
    : message("This host may not be called: it is on a private network, or not among the allowed hosts.");
}
