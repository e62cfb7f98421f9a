/** Only public hosts are called, or those alone that are named, however an address is spelled. */
import { describe, expect, test } from "vitest";
import { addressFault } from "../../src/integration/onec-address.ts";

const PRIVATE = "This host may not be called: it is on a private network, or not among the allowed hosts.";
const faultOf = (address: string, allowed: string[] = []) => addressFault(address, allowed)?.in("en");

describe("Where no host is named", () => {
  test.each([
    "https://1c.mijoz.uz/base/ws/catalog.1cws?wsdl",
    "http://1c.mijoz.uz:8080/base",
    "http://1c.mijoz.uz./base",
    "http://1с.мижоз.уз/base",
    "http://84.54.70.1/base",
    "http://11.0.0.1/",
    "http://172.15.255.255/",
    "http://172.32.0.1/",
    "http://192.167.1.1/",
    "http://223.255.255.1/",
    "http://[2a02:6b8::1]/",
    "http://[2001:4860:4860::8888]/",
  ])("%s may be called", (address) => {
    expect(faultOf(address)).toBeUndefined();
  });

  test.each([
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST:8001/",
    "http://a.localhost/",
    "http://srv-1c/base",
    "http://srv-1c.local/base",
    "http://1c.internal/base",
    "http://1c.home.arpa/",
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://167772161/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://192.0.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://１２７.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001::1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[fe80::1]/",
    "http://[ff02::1]/",
  ])("%s may not", (address) => {
    expect(faultOf(address)).toBe(PRIVATE);
  });
});

describe("Where hosts are named", () => {
  test.each([
    ["http://localhost:8001/", ["localhost"]],
    ["http://127.0.0.1:8001/", ["127.0.0.1"]],
    ["http://2130706433/", ["127.0.0.1"]],
    ["http://[::1]/", ["::1"]],
    ["http://[0:0::1]/", ["[::1]"]],
    ["https://1C.Mijoz.uz/", ["other.uz", "1c.mijoz.UZ"]],
    ["http://srv-1c/", ["srv-1c"]],
    ["http://1с.мижоз.уз/", ["1с.мижоз.уз"]],
  ])("%s may be called with %j", (address, allowed) => {
    expect(faultOf(address, allowed)).toBeUndefined();
  });

  test.each([
    ["https://1c.mijoz.uz/", ["mijoz.uz"]],
    ["https://mijoz.uz.example/", ["mijoz.uz"]],
    ["http://127.0.0.2/", ["127.0.0.1"]],
    ["http://localhost/", ["127.0.0.1"]],
    ["http://localhost@10.0.0.1/", ["10.0.0.2"]],
    ["https://1c.mijoz.uz/", ["%"]],
  ])("%s may not with %j", (address, allowed) => {
    expect(faultOf(address, allowed)).toBeDefined();
  });
});

test.each(["ftp://1c.uz/", "file:///etc/passwd", "javascript:1", "1c.uz", "", "http://", "http://a b/"])(
  "%s is no address",
  (address) => {
    expect(faultOf(address, ["1c.uz"])).toBe("Enter a valid URL.");
  },
);

test.each(["http://user:pass@1c.uz/", "http://user@1c.uz/"])(
  "%s holds what has a field of its own",
  (address) => {
    expect(faultOf(address)).toBe(
      "Put the user name and the password into their own fields, not into the address.",
    );
  },
);
