/** A fault of MyID has two readers: the log learns which it was, the caller reads one of a few sentences. */
import { expect, test } from "vitest";
import { reasonOf, told, type UpstreamFault } from "../../src/myid/upstream-fault.ts";
import { translate } from "../../src/platform/i18n.ts";

test.each<[UpstreamFault, number, string, string]>([
  [{ kind: "timeout" }, 504, "MyID did not answer in time.", "myid: timeout"],
  [{ kind: "unreachable" }, 502, "MyID cannot be reached.", "myid: unreachable"],
  [
    { kind: "not_accepted", status: 403 },
    502,
    "MyID does not accept this service's credentials.",
    "myid: not_accepted, status 403",
  ],
  [
    { kind: "failed", status: 503, retryAfter: "30" },
    502,
    "MyID answered with an error.",
    "myid: failed, status 503",
  ],
  [
    { kind: "malformed", what: "session: session_id" },
    502,
    "MyID's answer could not be understood.",
    "myid: malformed, session: session_id",
  ],
])("%j", (fault, status, detail, reason) => {
  const answer = told(fault);
  expect([answer.status, translate(answer.body, "en"), answer.reason]).toEqual([status, { detail }, reason]);
  expect(reasonOf(fault)).toBe(reason);
  expect(answer.headers).toEqual("retryAfter" in fault ? { "Retry-After": "30" } : {});
});
