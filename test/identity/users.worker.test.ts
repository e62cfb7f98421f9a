import { expect, test } from "vitest";
import { PASSWORD, person, send, tokenOf } from "../support/app.ts";

test("smoke", async () => {
  const admin = await person("admin");
  const r = await send("/api/token/", { body: { username: admin.username, password: PASSWORD } });
  console.log(r.status, r.text.slice(0, 60));
  const me = await send("/api/v1/users/me", { token: r.json.access });
  console.log(me.status, me.text, [...me.headers]);
  for (const p of [
    "/api/v1/users/?search=adm",
    "/api/v1/",
    "/api/schema",
    "/api/docs/",
    "/api/reports/health",
    "/api/v1/core/health/status/",
    "/nope",
    "/api/v1/users/?cursor=",
  ]) {
    const x = await send(p, { token: await tokenOf(admin) });
    console.log(p, x.status, x.text.slice(0, 300));
  }
  expect(me.status).toBe(200);
});
