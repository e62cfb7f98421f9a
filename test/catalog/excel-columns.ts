/** The columns of the Excel files as people were promised them, written out a second time. */
import type { Entity } from "../../src/catalog/entity.ts";
import { type Promised, promisedFields } from "./contract-fields.ts";

const PROJECT = "code_1c, name, title, description, is_active";

const CLIENT =
  "client_code_1c, name, email, phone, description, is_active, company_name, tax_id, registration_number, legal_address, actual_address, fax, website, industry, business_type, employee_count, annual_revenue, established_date, payment_terms, credit_limit, currency, city, region, country, postal_code, contact_person, contact_position, contact_email, contact_phone, notes, rating, priority, source";

const NOMENKLATURA =
  "code_1c, name, title, description, is_active, sku, barcode, brand, manufacturer, model, series, vendor_code, base_price, sale_price, cost_price, currency, discount_percent, tax_rate, stock_quantity, min_stock, max_stock, unit_of_measure, weight, dimensions, volume, category, subcategory, color, size, material, warranty_period, expiry_date, production_date, notes, rating, popularity_score, seo_keywords, source";

interface PromisedFile {
  columns: string[];
  file: string;
  sheet: string;
  /** From the first column on. */
  sample: (string | true)[];
}

const fileOf = (columns: string, file: string, sheet: string, sample: PromisedFile["sample"]) => ({
  columns: columns.split(", "),
  file,
  sheet,
  sample,
});

const FILES: Readonly<Record<string, PromisedFile>> = {
  project: fileOf(PROJECT, "projects", "Projects", [
    ...["PRJ-001", "Namuna project", "Namuna sarlavha", "<p>Namuna description</p>"],
    true,
  ]),
  client: fileOf(CLIENT, "clients", "Clients", [
    ...["CLI-001", "Namuna client", "client@example.com", "+998 90 000 00 00", "Izoh"],
    true,
  ]),
  nomenklatura: fileOf(NOMENKLATURA, "nomenklatura", "Nomenklatura", [
    ...["NOM-001", "Namuna mahsulot", "Sarlavha", "<p>Izoh</p>"],
    true,
  ]),
};

export function promisedFile({ name }: Pick<Entity, "name">): PromisedFile {
  const file = FILES[name];
  if (!file) throw new Error(`Nobody was promised a file of ${name}`);
  return file;
}

/** The fields that have a column, in the file's order; `is_active` is none of them. */
export function promisedColumns(entity: Entity): Promised[] {
  const fields = promisedFields(entity);
  return promisedFile(entity).columns.flatMap((name) => fields.filter((one) => one.name === name));
}
