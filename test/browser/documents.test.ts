/** The documentation pages in a real browser: they show every operation and ask nobody but us. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { FOLDER } from "./chromium.ts";

const address = inject("address");
let browser: Browser;
let operations = 0;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  browser = await chromium.launch(inject("launch"));
  const { paths } = (await (await fetch(`${address}/api/schema/`)).json()) as {
    paths: Record<string, object>;
  };
  operations = Object.values(paths).flatMap((methods) => Object.keys(methods)).length;
});

afterAll(() => browser?.close());

interface Watched {
  page: Page;
  /** What must not happen: other hosts, failed answers, console errors, refusals of the page's own policy. */
  faults: string[];
}

async function open(path: string): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const faults: string[] = [];
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol) && origin !== address) faults.push(`asked ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
  });
  page.on("pageerror", (error) => faults.push(`threw ${error.message}`));
  page.on("console", (line) => {
    if (line.type() === "error" || line.text().includes("Content Security Policy")) faults.push(line.text());
  });
  await page.goto(address + path, { waitUntil: "networkidle" });
  return { page, faults };
}

const keep = (page: Page, name: string) => page.screenshot({ path: join(FOLDER, `${name}.png`) });

async function scrollTo(page: Page, block: Locator): Promise<void> {
  await block.scrollIntoViewIfNeeded();
  // What comes into view is made in the frame after the next.
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
}

/** A long list is made while it is scrolled: every operation that was there on the way to its end. */
async function operationsSeen(page: Page): Promise<number> {
  const seen = new Set<string>();
  let [at, before] = [0, -1];
  while (at > before) {
    before = at;
    const ids = await page.locator(".opblock").evaluateAll((blocks) => blocks.map(({ id }) => id));
    for (const id of ids) seen.add(id);
    await scrollTo(page, page.locator(".opblock").last());
    at = seen.size + (await page.locator(".opblock").count());
  }
  return seen.size;
}

test("Swagger UI shows every operation and tries one out, asking no other host", async () => {
  const { page, faults } = await open("/api/docs/");
  await page.locator(".opblock").first().waitFor();
  expect(await page.locator(".info .title").textContent()).toContain("Karvon");
  await keep(page, "swagger");
  expect(await operationsSeen(page)).toBe(operations);

  const health = page.locator(".opblock", { hasText: "/api/reports/health/" });
  // What is out of view is no longer there.
  while (!(await health.count())) await scrollTo(page, page.locator(".opblock").first());
  await health.locator(".opblock-summary-control").click();
  await health.getByRole("button", { name: "Try it out" }).click();
  await health.getByRole("button", { name: "Execute" }).click();
  const answer = health.locator(".live-responses-table .response");
  await answer.waitFor();
  expect(await answer.textContent()).toContain("Asia/Tashkent");
  await health.scrollIntoViewIfNeeded();
  await keep(page, "swagger-tried");
  expect(faults).toEqual([]);
});

test("Swagger UI keeps the token that a reader signs in with for the page alone", async () => {
  const { page, faults } = await open("/api/docs/");
  await page.locator(".auth-wrapper .authorize").first().click();
  await page.locator(".auth-container input").fill("secret-token");
  await page.locator(".auth-container button[type=submit]").click();
  const kept = await page.evaluate(
    "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])",
  );
  expect(kept).not.toContain("secret-token");
  expect(faults).toEqual([]);
});

test("ReDoc shows every operation, asking no other host", async () => {
  const { page, faults } = await open("/api/redoc/");
  const listed = page.locator('li[data-item-id*="/operation/"]');
  await listed.first().waitFor({ state: "attached" });
  expect(await page.locator("h1").first().textContent()).toContain("Karvon");
  expect(await listed.count()).toBe(operations);
  await page.locator('[data-section-id*="/operation/"] h2').first().waitFor();
  await keep(page, "redoc");
  expect(faults).toEqual([]);
});
