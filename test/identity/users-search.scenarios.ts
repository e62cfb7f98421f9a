/** Accounts are found by any spelling of what they hold, and by the filters of the list. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { listUsers, peopleMarked } from "./accounts.ts";

const found = async (query: string) =>
  (await listUsers(query)).results.map(({ username }) => username.split("-").at(-1)).sort();

describe("a search", () => {
  beforeAll(() =>
    peopleMarked("srch", [
      { first_name: "Ёқубжон", last_name: "ЎКТАМОВ" },
      { first_name: "O‘tkir", last_name: "G'aniyev", email: "Otkir.G@B.UZ" },
      { first_name: "100%", last_name: "a_b" },
      { first_name: "Anna Maria", last_name: "Ким" },
    ]),
  );
  test.each<[string, string[]]>([
    ["srch", ["0", "1", "2", "3"]],
    ["SRCH ёқубжон", ["0"]],
    ["srch ЕҚУБЖОН ўктам", ["0"]],
    ["srch екуб", []],
    ["srch o'tkir", ["1"]],
    ["srch oʻTKIR,gʻaniyev", ["1"]],
    ["srch otkir.g@b.uz", ["1"]],
    ["srch %", ["2"]],
    ["srch 0%", ["2"]],
    ["srch a_b", ["2"]],
    ["srch anna maria", ["3"]],
    ["srch ma", ["3"]],
    ["srch ria ким", ["3"]],
    ["srch marianna", []],
    ["srch annaмария", []],
    ["srch \u0000", ["0", "1", "2", "3"]],
    ["srch '", ["0", "1", "2", "3"]],
    ['srch " OR 1=1 --', []],
    [`srch ${Array.from({ length: 150 }, (_, n) => `w${n}`).join(" ")}`, []],
    [`srch ${"s r c h sr rc ch src rch ".repeat(40)}`, ["0", "1", "2", "3"]],
    [Array.from({ length: 60 }, (_, n) => "srch-".slice(0, 3 + (n % 3))).join(" "), ["0", "1", "2", "3"]],
  ])("for %j finds %j", async (search, expected) => {
    expect(await found(`?search=${encodeURIComponent(search)}`)).toEqual(expected);
  });
  test("for many different terms still asks for each of them", async () => {
    const name = Array.from({ length: 60 }, (_, n) => `t${n + 100}x`).join("");
    await peopleMarked("many", [{ first_name: name.slice(0, 250) }, { first_name: name.slice(0, 120) }]);
    const terms = Array.from({ length: 45 }, (_, n) => `t${n + 100}`).join(" ");
    expect(await found(`?search=many+${encodeURIComponent(terms)}`)).toEqual(["0"]);
  });
});

describe("a search for one or two letters alone", () => {
  beforeAll(() =>
    peopleMarked("shrt", [
      { first_name: "Ѭѣва" },
      { first_name: "Анѭѣ" },
      { first_name: "анна", last_name: "ѭѢ-ов" },
      { first_name: "«ѭѣ»" },
      { first_name: "5ѭѣ" },
    ]),
  );
  test.each<[string, string[]]>([
    ["ѭѣ", ["0", "2", "3"]],
    ["ѭ", ["0", "2", "3"]],
    ["Ѭ ѭѣ", ["0", "2", "3"]],
    ["ѭѣ ан", ["2"]],
    ["shrt ѭѣ", ["0", "1", "2", "3", "4"]],
    ["ѭ* ѭ?", []],
    ["ѭ[", []],
  ])("%j finds beginnings of words: %j", async (search, expected) => {
    expect(await found(`?search=${encodeURIComponent(search)}`)).toEqual(expected);
  });
});

describe("a filter", () => {
  beforeAll(async () => {
    await peopleMarked("filt", [{ role: "admin" }, { role: "bot" }, { role: "agent" }]);
    await env.DB.prepare("UPDATE users SET is_active = 0 WHERE username = 'filt-2'").run();
  });
  test.each<[string, string[]]>([
    ["role=bot", ["1"]],
    ["role=BOT", []],
    ["role=nobody", []],
    ["role=", ["0", "1", "2"]],
    ["role=null", ["0", "1", "2"]],
    ["role=undefined", ["0", "1", "2"]],
    ["role=agent&role=bot", ["1"]],
    ...["true", "True", "TRUE", "1"].map((value): [string, string[]] => [`is_active=${value}`, ["0", "1"]]),
    ...["false", "FALSE", "0"].map((value): [string, string[]] => [`is_active=${value}`, ["2"]]),
    ...["maybe", "yes", "", "null", "constructor", "__proto__", "tostring"].map(
      (value): [string, string[]] => [`is_active=${value}`, ["0", "1", "2"]],
    ),
    ["is_active=0&role=agent", ["2"]],
    ["nonsense=1&token_gen=5", ["0", "1", "2"]],
  ])("%s leaves %j", async (query, expected) => {
    expect(await found(`?search=filt&${query}`)).toEqual(expected);
  });
});
