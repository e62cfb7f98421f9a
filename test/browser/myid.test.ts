/** A person walks through the sandbox's page on a phone: in three languages, by touch and by keyboard, without a script. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { RESULT_CODES } from "../../src/myid/result-codes.ts";
import { message, type Text } from "../../src/platform/i18n.ts";
import { FOLDER } from "./chromium.ts";

const address = inject("address");
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 };
let browser: Browser;
let token: string;

async function post(path: string, body: unknown, bearer?: string) {
  const headers = {
    "Content-Type": "application/json",
    ...(bearer && { Authorization: `Bearer ${bearer}` }),
  };
  const response = await fetch(address + path, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as Record<string, string>;
}

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  browser = await chromium.launch(inject("launch"));
  const { access } = await post("/api/token/", { username: "admin", password: "admin123" });
  const client = await post("/api/v1/myid-client/", { name: "An app" }, access);
  const { client_id, client_secret } = client;
  const given = await post("/api/v1/auth/clients/access-token", { client_id, client_secret });
  token = String(given["access_token"]);
});

afterAll(() => browser?.close());

const inUzbek = (text: Text) => message(text).in("uz");
const inRussian = (text: Text) => message(text).in("ru");

async function openSession(body: Record<string, unknown> = {}): Promise<string> {
  const { session_id } = await post("/api/v2/sdk/sessions", body, token);
  return String(session_id);
}

async function statusOf(session: string) {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${address}/api/v1/sdk/sessions/${session}`, { headers });
  return (await response.json()) as {
    status: string;
    code: string | null;
    attempts: { reason_code: number }[];
  };
}

/** A phone on the session's page; `faults` is what must not happen. */
async function openPage(session: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false, locale: "uz", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(5_000);
  const faults: string[] = [];
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
  });
  page.on("console", (line) => faults.push(line.text()));
  await page.goto(`${address}/myid/sandbox/${session}`);
  return { page, faults };
}

const keep = (page: Page, name: string) =>
  page.screenshot({ path: join(FOLDER, `myid-${name}.png`), fullPage: true });

/** Everything fits the screen's width, and whatever is touched is large enough for a thumb. */
async function expectFits(page: Page): Promise<void> {
  const main = await page.getByRole("main").boundingBox();
  expect((main?.x ?? -1) + (main?.width ?? 999)).toBeLessThanOrEqual(PHONE.viewport.width);
  for (const control of await page.locator("button, a, select, input:not([type=hidden])").all())
    expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(40);
}

test("by touch, in Uzbek: passport, face, and a code that the session's status has too", async () => {
  const session = await openSession();
  const { page, faults } = await openPage(session);
  expect(await page.title()).toBe(`${inUzbek("Your passport")} · ${inUzbek("MyID sandbox")}`);
  await expectFits(page);
  await keep(page, "passport");
  await page.getByLabel(inUzbek("Passport series and number")).fill("aa1234567");
  await page.getByLabel(inUzbek("Date of birth")).fill("1990-01-15");
  await page.getByRole("button", { name: inUzbek("Continue") }).click();

  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(inUzbek("Show your face"));
  await expectFits(page);
  await keep(page, "face");
  await page.getByRole("button", { name: inUzbek("The face is recognised") }).click();
  const code = await page.getByRole("status", { name: inUzbek("One-time code") }).textContent();
  await keep(page, "passed");
  expect(await statusOf(session)).toMatchObject({ status: "closed", code, attempts: [{ reason_code: 1 }] });
  expect(faults).toEqual([]);
});

test("by keyboard alone, in Russian: a mistake is told at its field, which then has the focus", async () => {
  const { page, faults } = await openPage(await openSession(), { locale: "ru-RU" });
  await page.locator("nav a").last().focus();
  await page.keyboard.press("Tab");
  await page.keyboard.type("A1");
  await page.keyboard.press("Enter");
  await page.locator("[aria-invalid]").first().waitFor();

  const passport = page.getByLabel(inRussian("Passport series and number"));
  const birth = page.getByLabel(inRussian("Date of birth"));
  const faultOf = async (field: typeof passport) =>
    page.locator(`#${await field.getAttribute("aria-describedby")}`).textContent();
  expect(await faultOf(passport)).toBe(inRussian("Enter 2 Latin letters and 6 to 7 digits."));
  expect(await faultOf(birth)).toBe(inRussian("This field may not be blank."));
  expect(await passport.inputValue()).toBe("A1");
  await keep(page, "mistake");
  expect(await page.locator(":focus").getAttribute("name")).toBe("pass_data");

  await page.keyboard.press("Control+A");
  await page.keyboard.type("AA1234567");
  await birth.fill("1990-01-15");
  await birth.press("Enter");
  const success = page.getByRole("button", { name: inRussian("The face is recognised") });
  await success.waitFor();
  for (const _ of ["UZ", "RU", "EN", "the button"]) await page.keyboard.press("Tab");
  expect(await page.locator(":focus").textContent()).toBe(inRussian("The face is recognised"));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: inRussian("Identification passed") }).waitFor();
  expect(faults).toEqual([]);
});

test("a session opened with passport data begins at the face, and every outcome of MyID can be chosen", async () => {
  const session = await openSession({ pass_data: "AA1234567", birth_date: "1990-01-15" });
  const { page, faults } = await openPage(session, { locale: "en-GB", colorScheme: "dark" });
  for (const [code, text] of Object.entries(RESULT_CODES)) {
    await page.getByLabel("Another outcome").selectOption(code);
    await page.getByRole("button", { name: "End with this outcome" }).press("Enter");
    expect(await page.getByRole("status").textContent()).toBe(`${text} (${code})`);
    if (code === "24") await keep(page, "failed-dark");
    await page.getByRole("link", { name: "Try again" }).press("Enter");
  }
  await keep(page, "face-dark");
  const { status, code, attempts } = await statusOf(session);
  expect([status, code]).toEqual(["in_progress", null]);
  const codes = Object.keys(RESULT_CODES).map(Number);
  expect(attempts.map(({ reason_code }) => reason_code)).toEqual(codes.slice(-20));
  expect(faults).toEqual([]);
});

test("the language can be changed at any step, and is told to a screen reader", async () => {
  const { page } = await openPage(await openSession({ pinfl: "12345678901234", birth_date: "1990-01-15" }));
  for (const [name, language] of [
    ["Русский", "ru"],
    ["English", "en"],
    ["O‘zbekcha", "uz"],
  ] as const) {
    await page.getByRole("link", { name }).click();
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    const heading = await page.getByRole("heading", { level: 1 }).textContent();
    expect(heading).toBe(message("Show your face").in(language));
    expect(await page.locator('nav a[aria-current="true"]').getAttribute("lang")).toBe(language);
  }
});
