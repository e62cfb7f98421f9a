/** Lists of pictures: what they find, and who may read them. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  as,
  asOperator,
  CLIENTS,
  create,
  emptyCatalog,
  fresh,
  list,
  PRODUCTS,
  PROJECTS,
  type Row,
} from "./api.ts";
import { IMAGES, type Kind, upload } from "./pictures.ts";

describe("a list of pictures", () => {
  const [code, other] = [fresh("list"), fresh("list")];
  let made: Row[] = [];
  beforeAll(async () => {
    await emptyCatalog();
    for (const code_1c of [code, other]) await create(PROJECTS, { code_1c, name: `Go‘zal ${code_1c}` });
    await create(PRODUCTS, { code_1c: code, name: "Ёлка 100%", article_code: "A/1", project: code });
    await create(PRODUCTS, { code_1c: other, name: "Stol", project: other });
    await create(CLIENTS, { client_code_1c: code, name: "Mijoz", project: code });
    made = [
      await upload("nomenklatura", code, { category: "front", status_id: "4" }),
      await upload("nomenklatura", code, { category: "back" }),
      await upload("nomenklatura", other),
      await upload("client", code, { status_id: "1" }),
      await upload("project", code),
    ];
  });
  const found = async (kind: Kind, query: string) =>
    (await list(`${IMAGES[kind]}?${query}`)).results.map(({ id }) => made.findIndex((row) => row.id === id));

  test.each<[Kind, string, number[]]>([
    ["nomenklatura", "", [2, 1, 0]],
    ["nomenklatura", "ordering=created_at", [0, 1, 2]],
    ["nomenklatura", "is_main=true", [2, 0]],
    ["nomenklatura", "is_main=perhaps", [2, 1, 0]],
    ["nomenklatura", "category=front", [0]],
    ["nomenklatura", "category=none", []],
    ["nomenklatura", "nomenklatura={code}", [1, 0]],
    ["nomenklatura", "nomenklatura={id}", [1, 0]],
    ["nomenklatura", "nomenklatura=nobody", []],
    ["nomenklatura", "code_1c={code}", [1, 0]],
    ["nomenklatura", "code_1c={id}", []],
    ["nomenklatura", "article_code=A/1", [1, 0]],
    ["nomenklatura", "project={code}", [1, 0]],
    ["nomenklatura", "project=nobody", []],
    ["nomenklatura", "search=елка", [1, 0]],
    ["nomenklatura", "search=00%25", [1, 0]],
    ["nomenklatura", "search=st", [2]],
    ["nomenklatura", "search=ЁЛКА {code}", [1, 0]],
    ["nomenklatura", "search=елка stol", []],
    ["nomenklatura", "search=A/1", []],
    ["nomenklatura", "created_from=2200-01-01", []],
    ["nomenklatura", "created_to=2200-01-01&is_main=1&category=front", [0]],
    ["client", "client={code}", [3]],
    ["client", "client_code_1c={code}", [3]],
    ["client", "status=store_before", [3]],
    ["client", "status=other", []],
    ["client", "search=mijoz", [3]],
    ["project", "project={code}", [4]],
    ["project", "project={other}", []],
    ["project", "search=gozal", [4]],
  ])("of %s finds by ?%s", async (kind, query, expected) => {
    const id = String(made[0]?.nomenklatura);
    const filled = query.replaceAll("{code}", code).replaceAll("{other}", other).replaceAll("{id}", id);
    expect(await found(kind, filled)).toEqual(expected);
  });
  test("counts what it finds, in the envelope of every list, walked by page and by cursor alike", async () => {
    const first = await list(`${IMAGES.nomenklatura}?page_size=2`);
    expect([first.count, first.results.length, first.previous]).toEqual([3, 2, null]);
    const second = await list(new URL(first.next ?? "").pathname + new URL(first.next ?? "").search);
    expect(second.results.map(({ id }) => id)).toEqual([made[0]?.id]);
    const walked = await list(`${IMAGES.nomenklatura}?cursor=&page_size=2`);
    expect(walked.results.map(({ id }) => id)).toEqual(first.results.map(({ id }) => id));
    expect((await list(`${IMAGES.nomenklatura}?project_id=${made[2]?.project.id}`)).count).toBe(1);
    expect((await asOperator(`${IMAGES.nomenklatura}?created_from=never`)).json).toEqual({
      created_from: ["Enter a valid date."],
    });
  });
  test("is sorted by anything for signed-in callers; nobody else makes us read all of them", async () => {
    const scan = `${IMAGES.nomenklatura}?ordering=note`;
    expect((await asOperator(scan)).status).toBe(200);
    const refused = await as("anonymous", scan);
    expect([refused.status, refused.json.detail]).toEqual([403, expect.stringContaining("whole table")]);
    for (const query of ["ordering=-id", "ordering=created_at", `ordering=note&nomenklatura=${code}`])
      expect((await as("anonymous", `${IMAGES.nomenklatura}?${query}`)).status).toBe(200);
  });
  test("and one of them are public but for clients'", async () => {
    for (const kind of ["project", "nomenklatura"] as const) {
      const { status, headers } = await as("anonymous", IMAGES[kind]);
      expect([status, headers.get("Cache-Control")]).toEqual([200, "no-cache"]);
    }
    for (const path of [IMAGES.client, `${IMAGES.client}${made[3]?.id}/`])
      expect((await as("anonymous", path)).status).toBe(401);
    expect((await asOperator(IMAGES.client)).headers.get("Cache-Control")).toBe("private, no-store");
  });
});
