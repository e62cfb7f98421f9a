/** Each name that 1C may give an element sets its column, and any other name sets nothing. */
import { expect, test } from "vitest";
import { entities } from "../../src/catalog/entities.ts";
import { itemReader } from "../../src/integration/parse-onec.ts";

const entityOf = (name: string) => {
  const entity = entities.find((one) => one.name === name);
  if (!entity) throw new Error(`no ${name}`);
  return entity;
};
const productOf = itemReader({ entity: entityOf("nomenklatura"), projectId: 7, language: "en" });
const clientOf = itemReader({ entity: entityOf("client"), projectId: 7, language: "en" });
const bodyOf = (item: Record<string, string>, read = productOf) =>
  read({ Code: "1", Name: "Choy", ...item }).body;

const WRITTEN = { name: "Choy", is_active: true, is_deleted: false, project_id: 7 };

test("an item with nothing but its key is active, not deleted, and in the integration's project", () => {
  expect(bodyOf({})).toEqual({ ...WRITTEN, code_1c: "1" });
  expect(bodyOf({}, clientOf)).toEqual({ ...WRITTEN, client_code_1c: "1" });
});

/** The contract's table, with every name that it gives. */
const PRODUCT_NAMES: Record<string, string> = {
  Article: "article_code",
  roditel: "roditel",
  Roditel: "roditel",
  Unit: "unit_of_measure",
  Brand: "brand",
  suplier: "supplier",
  Suplier: "supplier",
  Supplier: "supplier",
  category: "category",
  Category: "category",
  CountryCode: "country_code",
  Country: "country",
  Seria: "series",
  Series: "series",
  Shtrix: "barcode",
  Barcode: "barcode",
  LabelText: "title",
  Title: "title",
  Description: "description",
  Sku: "sku",
  SKU: "sku",
  Currency: "currency",
  Dimensions: "dimensions",
  Subcategory: "subcategory",
  Color: "color",
  Size: "size",
  Material: "material",
  Label_Text: "title",
  Country_Code: "country_code",
  unit_of_measure: "unit_of_measure",
  Manufacturer: "manufacturer",
  VendorCode: "vendor_code",
  SEOKeywords: "",
  SeoKeywords: "seo_keywords",
  GUID: "",
  Code_1C: "code_1c",
  constructor: "",
  __proto__: "",
  created_at: "",
  project: "",
};

test.each(Object.entries(PRODUCT_NAMES))("a product's %s sets %s", (name, column) => {
  const body = bodyOf({ [name]: "12" });
  expect(body).toEqual({ ...WRITTEN, code_1c: "1", ...(column ? { [column]: "12" } : {}) });
});

const CLIENT_NAMES: Record<string, string> = {
  Phone: "phone",
  Description: "description",
  CompanyName: "company_name",
  Company_Name: "company_name",
  TaxId: "tax_id",
  Tax_ID: "tax_id",
  INN: "tax_id",
  STIR: "tax_id",
  RegistrationNumber: "registration_number",
  LegalAddress: "legal_address",
  ActualAddress: "actual_address",
  Fax: "fax",
  Industry: "industry",
  BusinessType: "business_type",
  PaymentTerms: "payment_terms",
  Currency: "currency",
  City: "city",
  Region: "region",
  Country: "country",
  PostalCode: "postal_code",
  ContactPerson: "contact_person",
  ContactPosition: "contact_position",
  ContactPhone: "contact_phone",
  BussinesRegionCode: "business_region_code",
  BussinesRegionName: "business_region_name",
  Bussines_Region_Code: "business_region_code",
  BusinessRegionCode: "business_region_code",
  Notes: "notes",
  Source: "source",
};

test.each(Object.entries(CLIENT_NAMES))("a client's %s sets %s", (name, column) => {
  expect(bodyOf({ [name]: "12" }, clientOf)).toEqual({ ...WRITTEN, client_code_1c: "1", [column]: "12" });
});

test.each([
  ["Website", "https://mijoz.uz", "website", "https://mijoz.uz"],
  ["WebSite", "https://mijoz.uz", "website", "https://mijoz.uz"],
  ["Email", "a@mijoz.uz", "email", "a@mijoz.uz"],
  ["ContactEmail", "a@mijoz.uz", "contact_email", "a@mijoz.uz"],
  ["SocialMedia", '{"telegram": "@a"}', "social_media", '{"telegram":"@a"}'],
  ["AdditionalPhones", '["1"]', "additional_phones", '["1"]'],
  ["Tags", "[1]", "tags", "[1]"],
  ["Metadata", "{}", "metadata", "{}"],
  ["EmployeeCount", "1.0", "employee_count", 1],
  ["EmployeeCount", "1\u00a0200", "employee_count", 1200],
  ["Priority", "12,0", "priority", 12],
  ["AnnualRevenue", "1\u202f234,50", "annual_revenue", 123450],
  ["CreditLimit", "1 234,505", "credit_limit", 123451],
  ["CreditLimit", "-0,5", "credit_limit", -50],
  ["Rating", "4.5", "rating", 450],
])("a client's %s %j is %s = %j", (name, text, column, value) => {
  expect(bodyOf({ [name]: text }, clientOf)).toHaveProperty([column], value);
});
