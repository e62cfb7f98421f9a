/** The list of accounts in any order, walked in three ways that see the same rows. */
import { beforeAll, describe, expect, test } from "vitest";
import { ORIGIN } from "../support/app.ts";
import { asAdmin, LIST, listUsers as list, type Page, peopleMarked, refusalOf } from "./accounts.ts";

const COUNT = 45;
describe("a walk", () => {
  beforeAll(() =>
    peopleMarked(
      "walk",
      Array.from({ length: COUNT }, (_, n) => ({ first_name: n % 3 ? "" : `N${n % 5}` })),
    ),
  );
  const at = (link: string | null) => {
    expect(link?.startsWith(`${ORIGIN}${LIST}?`)).toBe(true);
    return (link ?? "").slice((ORIGIN + LIST).length);
  };
  async function walk(start: string, way: "next" | "previous") {
    const pages: Page[] = [await list(start)];
    for (let last = pages[0]; last?.[way] && pages.length < 99; last = pages.at(-1))
      pages.push(await list(at(last[way])));
    const ids = (way === "next" ? pages : [...pages].reverse()).flatMap(({ results }) =>
      results.map(({ id }) => id),
    );
    return { ids, last: pages.at(-1), pages };
  }

  test.each(["", "first_name", "-first_name,username", "last_login", "is_active,-id", "-id"])(
    "by pages, by offset and by cursor sees every row once, in one order: ordering=%s",
    async (ordering) => {
      const rest = `search=walk&ordering=${ordering}`;
      const byPage = await walk(`?${rest}&page_size=7`, "next");
      expect(byPage.ids).toHaveLength(COUNT);
      expect(new Set(byPage.ids).size).toBe(COUNT);
      for (const start of [
        `?${rest}&limit=7`,
        `?${rest}&offset=0&limit=7`,
        `?${rest}&cursor=&page_size=7`,
        `?${rest}&cursor=&limit=13`,
      ]) {
        const other = await walk(start, "next");
        expect(other.ids).toEqual(byPage.ids);
        expect(other.pages.every(({ count }) => count === COUNT)).toBe(true);
        const back = await walk(
          at(`${ORIGIN}${LIST}?${new URL(other.pages.at(-2)?.next ?? "").searchParams}`),
          "previous",
        );
        expect(back.ids).toEqual(byPage.ids);
      }
    },
  );
  test("to the last page comes to the rows that are left over, whatever the size", async () => {
    for (const [size, left] of [
      [20, 5],
      [7, 3],
      [45, 45],
      [44, 1],
      [9, 9],
      [100, 45],
    ] as const) {
      const page = await list(`?search=walk&page=last&page_size=${size}&ordering=id`);
      const whole = await list("?search=walk&page_size=100&ordering=id");
      expect(page.results).toEqual(whole.results.slice(COUNT - left));
      expect(page.next).toBeNull();
    }
    expect(await list("?search=nobody-here&page=last")).toEqual({
      count: 0,
      next: null,
      previous: null,
      results: [],
    });
  });
  test("has links that keep every other parameter and leave out page 1", async () => {
    const second = await list("?page=2&search=walk&page_size=20&x=1&ordering=-id");
    expect(second.previous).toBe(`${ORIGIN}${LIST}?ordering=-id&page_size=20&search=walk&x=1`);
    expect(second.next).toBe(`${ORIGIN}${LIST}?ordering=-id&page=3&page_size=20&search=walk&x=1`);
    const bare = await asAdmin(`${LIST.slice(0, -1)}?page=2&page_size=1`);
    expect(bare.json.previous).toBe(`${ORIGIN}${LIST}?page_size=1`);
  });
  test("by offset past the end is empty, and is no fault", async () => {
    expect(await list("?search=walk&limit=5&offset=500")).toEqual({
      count: COUNT,
      next: null,
      previous: `${ORIGIN}${LIST}?limit=5&offset=495&search=walk`,
      results: [],
    });
  });
  test.each(["0", "-1", "abc", "1.5", "2.0", "99", "LAST", "999999999999999", "9".repeat(40)])(
    "to the page %s is 404",
    async (page) => {
      expect(await refusalOf(`?search=walk&page=${page}`)).toEqual([404, { detail: "Invalid page." }]);
    },
  );
  test("of no page, of null and of a bad size is the first page of twenty", async () => {
    for (const query of [
      "page=",
      "page=null",
      "cursor=null",
      "cursor=undefined",
      "page_size=0",
      "page_size=abc",
      "limit=0",
      "limit=-3",
    ])
      expect((await list(`?search=walk&${query}`)).results).toHaveLength(20);
    expect((await list("?search=walk&limit=1000")).results).toHaveLength(COUNT);
  });
  test("by a cursor of somebody's own making, or of another order, is 404", async () => {
    const { next } = await list("?search=walk&ordering=username&cursor=");
    const cursor = new URL(next ?? "").searchParams.get("cursor");
    for (const query of [
      `ordering=-username&cursor=${cursor}`,
      "cursor=x",
      `cursor=${cursor}=`,
      `ordering=username&cursor=${cursor}x`,
    ])
      expect([query, await refusalOf(`?search=walk&${query}`)]).toEqual([
        query,
        [404, { detail: "Invalid cursor" }],
      ]);
  });
});

describe("an order", () => {
  test("is by the day of joining, newest first, where nothing or nonsense is asked", async () => {
    const standard = (await list("?search=walk&page_size=100")).results.map(({ id }) => id);
    for (const ordering of [
      "nope",
      "password",
      "token_gen",
      "fold",
      "constructor",
      "__proto__",
      "-",
      "id;DROP TABLE users",
    ])
      expect(
        (await list(`?search=walk&page_size=100&ordering=${ordering}`)).results.map(({ id }) => id),
      ).toEqual(standard);
    const { results } = await list("?search=walk&page_size=100");
    const stamps = results.map(({ date_joined }) => date_joined);
    expect(stamps).toEqual([...stamps].sort().reverse());
  });
  test.each([
    "id",
    "username",
    "first_name",
    "last_name",
    "email",
    "role",
    "agent_code",
    "is_active",
    "last_login",
    "date_joined",
  ] as const)("may be by %s, and its reverse is the reverse", async (field) => {
    const rising = (await list(`?search=walk&page_size=100&ordering=${field}`)).results;
    const falling = (await list(`?search=walk&page_size=100&ordering=-${field}`)).results;
    expect(falling).toEqual([...rising].reverse());
    const keys = rising.map((row) => row[field]);
    expect(keys).toEqual(
      keys.toSorted(
        (a, b) => Number(a) - Number(b) || (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0),
      ),
    );
  });
});
