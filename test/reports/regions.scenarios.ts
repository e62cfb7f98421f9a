/** Uzbekistan's regions and districts, as the migration fills them in. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { foldText } from "../../src/platform/search.ts";
import { person, send, tokenOf } from "../support/app.ts";

interface Named {
  id: number;
  name: string;
  name_ru: string;
}

/** By the classifier: how many districts a region has, and how many cities beside them. */
const COUNTS: Readonly<Record<string, readonly [number, number]>> = {
  "Andijon viloyati": [14, 2],
  "Buxoro viloyati": [11, 2],
  "Farg‘ona viloyati": [15, 4],
  "Jizzax viloyati": [12, 1],
  "Namangan viloyati": [11, 1],
  "Navoiy viloyati": [8, 3],
  "Qashqadaryo viloyati": [14, 2],
  "Qoraqalpog‘iston Respublikasi": [16, 1],
  "Samarqand viloyati": [14, 2],
  "Sirdaryo viloyati": [8, 3],
  "Surxondaryo viloyati": [14, 1],
  "Toshkent shahri": [12, 0],
  "Toshkent viloyati": [15, 7],
  "Xorazm viloyati": [11, 2],
};

let token: string;
beforeAll(async () => {
  token = await tokenOf(await person("agent"));
});

const get = (path: string) => send(`/api/v1/${path}`, { token });
const namesAt = async (path: string) =>
  ((await get(path)).json.results as Named[]).map(({ name }: Named) => name);

describe("regions and districts", () => {
  test("are 14, with 175 districts and 31 cities beside them, each region with its own", async () => {
    const { status, json } = await get("region/");
    expect([status, json.count, json.next]).toEqual([200, 14, null]);
    expect(json.results.map(({ name }: Named) => name)).toEqual(Object.keys(COUNTS));
    let [districts, cities] = [0, 0];
    for (const { id, name } of json.results as Named[]) {
      const all = (await get(`district/?region=${id}&page_size=100`)).json.results;
      const ending = (word: string) => all.filter((one: Named) => one.name.endsWith(word)).length;
      expect([name, ending(" tumani"), ending(" shahri")]).toEqual([name, ...(COUNTS[name] ?? [])]);
      for (const one of all) expect([Math.floor(one.id / 1000), one.region]).toEqual([id, id]);
      districts += ending(" tumani");
      cities += ending(" shahri");
      expect(all).toHaveLength(ending(" tumani") + ending(" shahri"));
    }
    expect([districts, cities, (await get("district/")).json.count]).toEqual([175, 31, 206]);
  });

  test("have names that are theirs alone, in letters that both languages have, folded as a search folds them", async () => {
    for (const table of ["region", "district"]) {
      const { results } = await env.DB.prepare(`SELECT name, name_ru, fold FROM ${table}`).all<
        Named & { fold: string }
      >();
      for (const key of ["name", "name_ru"] as const)
        expect(new Set(results.map((one) => one[key])).size).toBe(results.length);
      for (const { name, name_ru, fold } of results) {
        expect(name).toMatch(
          /^[A-Z][a-z]*(?:[OGog]‘[a-z]*|’[a-z]+)*(?: ?[A-Za-z‘]+)* (?:viloyati|Respublikasi|tumani|shahri)$/,
        );
        expect(name_ru).toMatch(
          /^(?:[А-Я][а-яё]+(?:-[А-Я][а-яё]+)?(?: область| район)|(?:город|Республика) [А-Я][а-я]+)$/,
        );
        expect(fold).toBe(foldText(name, name_ru));
      }
    }
  });

  test("are found by id, by a region's name however its apostrophe is typed, and by a search in either language", async () => {
    expect((await get("region/1730/")).json).toEqual({
      ...{ id: 1730, name: "Farg‘ona viloyati", name_ru: "Ферганская область" },
    });
    expect((await get("district/1730405/")).json).toEqual({
      ...{ id: 1730405, region: 1730, name: "Qo‘qon shahri", name_ru: "город Коканд" },
    });
    for (const path of ["region/1/", "district/1730/", "region/x/"])
      expect((await get(path)).status).toBe(404);
    const byId = await namesAt("district/?region=1730");
    expect(byId).toHaveLength(19);
    for (const name of ["farg'ona viloyati", "Fargʻona viloyati", "ФЕРГАНСКАЯ ОБЛАСТЬ"])
      expect(await namesAt(`district/?region=${encodeURIComponent(name)}`)).toEqual(byId);
    for (const none of ["Farg'ona", "1", "0"])
      expect(await namesAt(`district/?region=${encodeURIComponent(none)}`)).toEqual([]);
    expect(await namesAt("district/?search=qo'qon")).toEqual(["Qo‘qon shahri"]);
    expect(await namesAt(`district/?search=${encodeURIComponent("коканд")}`)).toEqual(["Qo‘qon shahri"]);
    expect((await namesAt("district/?region=1726&ordering=-name"))[0]).toBe("Yunusobod tumani");
  });

  test("are for whoever is signed in, to be read alone", async () => {
    for (const path of ["/api/v1/region/", "/api/v1/district/", "/api/v1/district/1730405/"]) {
      expect((await send(path)).status).toBe(401);
      expect((await send(path, { token: await tokenOf(await person("bot")) })).status).toBe(403);
      for (const method of ["POST", "PUT", "PATCH", "DELETE"])
        expect((await send(path, { method, token })).status).toBe(405);
    }
  });
});
