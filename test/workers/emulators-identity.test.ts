/** The outside identity server's stand-in: its document's call, its refusals, and every switch that is shown. */
import { describe, expect, test } from "vitest";
import { identity } from "../../workers/emulators/identity.ts";
import worker from "../../workers/emulators/index.ts";

const HEADERS = {
  "Content-Type": "application/x-www-form-urlencoded",
  "integrity-token": "eyJhbGciOiJBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIn0....",
  "X-App-Source": "PlayMarket",
  "App-Version-Code": "1.3.2-pm",
  "App-Version-Name": "1.3.2-pm",
  "Device-Id": "550e8400-e29b-41d4-a716-446655440000",
  "Device-Name": "Xiaomi M2101K7AG",
  "Device-Manufacturer": "Xiaomi",
  "Device-Model": "M2101K7AG",
  "Android-OS": "34",
};

async function post(change: Record<string, string> = {}, body = "username=MTT_LOGIN&password=mtt-password") {
  const headers = Object.entries({ ...HEADERS, ...change }).filter(([, value]) => value !== "");
  const request = new Request("http://stand-ins.test/identity/customer/token", {
    method: "POST",
    headers: headers as [string, string][],
    body,
  });
  const answer = await worker.fetch(request);
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

test("its own user gets a token whose claims tell what came", async () => {
  const { status, json } = await post();
  expect(status).toBe(200);
  const [, claims = ""] = String(json["access_token"]).split(".");
  const { sub, iat, exp, headers } = JSON.parse(Buffer.from(claims, "base64url").toString());
  expect([sub, exp - iat, headers["device-id"]]).toEqual(["MTT_LOGIN", 86_400, HEADERS["Device-Id"]]);
});

test.each<[number, Record<string, string>, string?]>([
  [401, {}, "username=MTT_LOGIN&password=wrong"],
  [401, {}, "username=somebody&password=mtt-password"],
  [403, { "integrity-token": "" }],
  [400, { "Device-Id": "" }],
  [415, { "Content-Type": "application/json" }],
])("anything else is refused with a detail: %d for %j", async (status, change, body) => {
  const answer = await post(change, body);
  expect([answer.status, Object.keys(answer.json)]).toEqual([status, ["detail"]]);
});

describe("the front page's example", () => {
  const table = Object.values(identity.switches).flatMap((one) => Object.values(one));
  const quick = table.map(({ example }) => example).filter((example) => !/^(slow|stall)=/.test(example));
  test.each(quick)("%s is at work where it links to", async (example) => {
    const [link] = identity.examples(example);
    const answer = await worker.fetch(new Request(`http://stand-ins.test${link?.path}`));
    const plain = await worker.fetch(new Request("http://stand-ins.test/identity/customer/token"));
    expect([answer.status, await answer.text()]).not.toEqual([plain.status, await plain.text()]);
  });
  test.each(["slow=x", "colour=red", "status=1000"])(
    "and %s is told to be none, with a list",
    async (wrong) => {
      const answer = await worker.fetch(
        new Request(`http://stand-ins.test/identity/${wrong}/customer/token`),
      );
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain("redirect = off, here, elsewhere");
    },
  );
});
