/** The fields as clients were promised them, written out a second time: what our own tables are held against. */
import type { Entity } from "../../src/catalog/entity.ts";

export type PromisedType =
  | "key"
  | "name"
  | "text"
  | "html"
  | "email"
  | "url"
  | "integer"
  | "decimal"
  | "date"
  | "stamp"
  | "json"
  | "choice";

export interface Promised {
  name: string;
  type: PromisedType;
  /** Characters of a text, digits of a decimal. */
  limit: number;
  places: number;
  /** As a new row answers it where nothing was sent. */
  standard: unknown;
}

const TEXT_MAX = 32_000;

/** `type limit default`, or `decimal digits places`. */
function promisedOf([name, line]: [string, string]): Promised {
  const [type = "", ...more] = line.split(" ");
  const limited = ["key", "name", "text", "email", "url", "decimal"].includes(type);
  const [limit, last] = limited ? [Number(more[0] ?? TEXT_MAX), more[1]] : [TEXT_MAX, more[0]];
  const field = { name, type: type as PromisedType, limit, places: 0, standard: null };
  if (type === "decimal") return { ...field, places: Number(last) };
  if (last === undefined) return field;
  return { ...field, standard: type === "json" || type === "integer" ? JSON.parse(last) : last };
}

const PROJECT = { code_1c: "key 255", name: "name 255", title: "text 255", description: "html" };

const CLIENT = {
  ...{ client_code_1c: "key 100", name: "name 100", email: "email 100", phone: "text 100" },
  ...{ description: "html", company_name: "text 255", tax_id: "text 50", registration_number: "text 100" },
  ...{ legal_address: "text", actual_address: "text", fax: "text 50", website: "url 255" },
  ...{ social_media: "json {}", additional_phones: "json []", industry: "text 150" },
  ...{ business_type: "text 100", employee_count: "integer", annual_revenue: "decimal 15 2" },
  ...{ established_date: "date", payment_terms: "text 255", credit_limit: "decimal 15 2" },
  ...{ currency: "text 10 UZS", city: "text 100", region: "text 100", country: "text 100 Uzbekistan" },
  ...{ postal_code: "text 20", contact_person: "text 150", contact_position: "text 100" },
  ...{ contact_email: "email 100", contact_phone: "text 100", business_region_code: "text 100" },
  ...{ business_region_name: "text 255", notes: "text", tags: "json []", rating: "decimal 3 2" },
  ...{ priority: "integer 0", source: "text 100", metadata: "json {}" },
};

const NOMENKLATURA = {
  ...{ code_1c: "key 255", name: "name 255", title: "text 255", description: "html", sku: "text 100" },
  ...{ article_code: "text 100", barcode: "text 100", brand: "text 150", manufacturer: "text 200" },
  ...{ model: "text 150", series: "text 150", vendor_code: "text 100", base_price: "decimal 15 2" },
  ...{ sale_price: "decimal 15 2", cost_price: "decimal 15 2", currency: "text 10 UZS" },
  ...{ discount_percent: "decimal 5 2", tax_rate: "decimal 5 2", stock_quantity: "decimal 10 2" },
  ...{ min_stock: "decimal 10 2", max_stock: "decimal 10 2", unit_of_measure: "text 50" },
  ...{ weight: "decimal 10 3", dimensions: "text 100", volume: "decimal 10 3", category: "text 150" },
  ...{ subcategory: "text 150", tags: "json []", color: "text 100", size: "text 100" },
  ...{ material: "text 200", warranty_period: "integer", expiry_date: "date", production_date: "date" },
  ...{ roditel: "text 255", supplier: "text 255", country_code: "text 10", country: "text 150" },
  ...{ notes: "text", rating: "decimal 3 2", popularity_score: "integer 0", seo_keywords: "text 500" },
  ...{ source: "text 100", metadata: "json {}", enrichment_status: "choice PENDING" },
  ...{ last_enriched_at: "stamp" },
};

export const CHOICES = ["PENDING", "IN_PROGRESS", "COMPLETED", "FAILED"];

const tables: Readonly<Record<string, Record<string, string>>> = {
  project: PROJECT,
  client: CLIENT,
  nomenklatura: NOMENKLATURA,
};

export const promisedFields = ({ name }: Pick<Entity, "name">): Promised[] =>
  Object.entries(tables[name] ?? {}).map(promisedOf);

const KEPT = ["is_active", "is_deleted", "created_at", "updated_at"];

/** The keys of a whole object, in the order that clients see. */
export function promisedKeys(entity: Pick<Entity, "name" | "ofProject">): string[] {
  const fields = promisedFields(entity).map(({ name }) => name);
  if (!entity.ofProject) return ["id", ...fields, "images", "is_integration", ...KEPT];
  return ["id", "project", ...fields, ...KEPT, "images"];
}

export const HIDDEN = [
  ...["cost_price", "supplier", "vendor_code", "min_stock", "max_stock", "notes", "metadata"],
];
