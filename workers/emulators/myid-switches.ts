/** Every switch of the MyID stand-in: how its answers differ from the document, and how it fails. */
import { choice, flag, matching, type Settings, whole, wholeOr } from "./switches.ts";

const MS = [0, 3_600_000] as const;
const SECONDS = [0, 100_000_000] as const;

const answers = {
  session: choice(
    ["whole", "id-only"],
    "What opening a session answers: all of the document's fields, or the id alone.",
    "session=id-only",
  ),
  token_type: choice(["Bearer", "bearer"], "How the kind of a token is spelled.", "token_type=bearer"),
  expires_in: wholeOr("absent", SECONDS, 604_800, "Seconds that a session lasts.", "expires_in=600"),
  token_life: wholeOr("absent", SECONDS, 604_800, "Seconds that a client's token lasts.", "token_life=3600"),
  malformed: choice(
    ["off", "no-id", "short-id", "no-token", "no-data", "html", "empty", "cut", "list", "huge"],
    "An answer with status 200 that is none, wherever the switch on says.",
    "malformed=html",
  ),
  profile: choice(
    ["whole", "null", "broken"],
    "What is known of a person; broken: an object for a name.",
    "profile=null",
  ),
  dates: choice(["dots", "iso"], "15.01.1990 or 1990-01-15.", "dates=iso"),
  ids: choice(["text", "number"], "How the ids of a profile are written.", "ids=number"),
  extra: flag("Fields besides those that are known, everywhere.", "extra=1"),
};

const faults = {
  on: choice(
    ["session", "token", "status", "data", "all"],
    "Where status, slow and malformed happen.",
    "on=token;status=500",
  ),
  times: wholeOr("always", [1, 100_000], "always", "So many times, then fine.", "status=401;times=1"),
  status: wholeOr(
    "off",
    [300, 599],
    "off",
    "The status of a fault; 3xx redirects to another host.",
    "status=503",
  ),
  error: choice(
    ["detail", "err", "text", "list", "html"],
    "A fault's body: {detail}, {err,detail}, plain text, a 422's list, a page. Each repeats what was sent.",
    "status=422;error=list",
  ),
  retry_after: matching(
    "seconds or text",
    /^[\w ,:-]{1,40}$/,
    "The Retry-After of a fault.",
    "status=429;retry_after=30",
  ),
  slow: wholeOr("forever", MS, 0, "Milliseconds until an answer.", "slow=2000"),
  delay: whole(MS, 0, "Milliseconds until any token is given, whatever the switch on says.", "delay=200"),
  label: matching(
    "a-z, 0-9, -",
    /^[a-z0-9-]{1,60}$/,
    "Gives an address sessions and counts of its own.",
    "label=mine",
  ),
};

export const MYID_GROUPS = { "What it answers": answers, "How it fails": faults };
export const MYID_SWITCHES = { ...answers, ...faults };
export type MyidSettings = Settings<typeof MYID_SWITCHES>;
