/** Nobody without a name has a whole table read: what no index serves is for those who signed in. */
import { describe, expect, test } from "vitest";
import { as, PRODUCTS, PROJECTS } from "./api.ts";

describe("an anonymous caller", () => {
  const REFUSED = {
    detail:
      "This search or order reads the whole table: sign in, or add a filter such as code, name or category.",
  };
  const SCANS = [
    "name_contains=a",
    "name_contains=ёл",
    "code_contains=1",
    "brand_contains=o‘",
    "ordering=price,brand",
    "ordering=-base_price",
    "ordering=updated_at",
    "ordering=is_active",
    "ordering=project",
    "name_contains=a&ordering=name",
    "ordering=brand&is_active=true",
    "ordering=brand&project=P1",
    "ordering=title&cursor=",
  ];

  test.each(SCANS)("may not have the whole table read by %s; whoever is signed in may", async (query) => {
    const refused = await as("anonymous", `${PRODUCTS}?${query}`);
    expect([refused.status, refused.json]).toEqual([403, REFUSED]);
    expect((await as("agent", `${PRODUCTS}?${query}`)).status).toBe(200);
  });
  test.each([
    ...[
      "name=Un",
      "code_1c=a",
      "category=x",
      "sku=x",
      "barcode=1",
      "article_code=x",
      "brand=x",
      "manufacturer=x",
    ],
    ...[
      "price_min=1",
      "stock_max=5",
      "in_stock=true",
      "enrichment_status=PENDING",
      "search=paxta",
      "search=un",
    ],
    ...["description_status=with", "image_status=without", "created_from=2026-01-01", "brand_contains=nes"],
  ])("may, beside the indexed filter %s", async (filter) => {
    for (const scan of ["name_contains=a", "ordering=-base_price", "ordering=title,brand"])
      expect((await as("anonymous", `${PRODUCTS}?${filter}&${scan}`)).status).toBe(200);
  });
  test.each([
    ...[
      "",
      "ordering=name",
      "ordering=-code_1c",
      "ordering=created_at",
      "ordering=-created_at,name",
      "ordering=id",
    ],
    ...[
      "is_active=false",
      "project=P1",
      "search=u",
      "name_contains=gur",
      "ordering=nope",
      "ordering=cost_price",
      "page=last",
    ],
  ])("may ask for what an index walks: %j", async (query) => {
    expect((await as("anonymous", `${PRODUCTS}?${query}`)).status).toBe(200);
    if (!query.includes("contains")) expect((await as("anonymous", `${PROJECTS}?${query}`)).status).toBe(200);
  });
});
