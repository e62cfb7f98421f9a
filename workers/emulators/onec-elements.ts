/** The elements of a ProductItem and a ClientItem: the column each one sets and the names it may have. */
import type { client } from "./onec-clients.ts";
import type { product } from "./onec-products.ts";

/** `thousandth` is a decimal with three digits after the point, the others have two. */
export type Kind = "text" | "decimal" | "thousandth" | "integer" | "date" | "json";

export interface Element {
  readonly column: string;
  readonly kind: Kind;
  /** In the contract's order; the first is the usual one. */
  readonly names: readonly [string, ...string[]];
  /** Filled in most bases; the key and the name always are. */
  readonly rank: "key" | "usual" | "rare" | "extra";
}

type Line = readonly [kind: Kind, rank: Element["rank"], ...names: [string, ...string[]]];

const elementsOf = <Item>(lines: { readonly [Column in keyof Item & string]: Line }): readonly Element[] =>
  Object.entries<Line>(lines).map(([column, [kind, rank, ...names]]) => ({ column, kind, rank, names }));

export const PRODUCT_ELEMENTS = elementsOf<ReturnType<typeof product>>({
  code_1c: ["text", "key", "Code"],
  name: ["text", "key", "Name"],
  article_code: ["text", "usual", "Article"],
  roditel: ["text", "usual", "roditel", "Roditel"],
  unit_of_measure: ["text", "usual", "Unit"],
  brand: ["text", "usual", "Brand"],
  supplier: ["text", "usual", "suplier", "Suplier", "Supplier"],
  category: ["text", "usual", "category", "Category"],
  country_code: ["text", "rare", "CountryCode"],
  country: ["text", "usual", "Country"],
  series: ["text", "rare", "Seria", "Series"],
  barcode: ["text", "usual", "Shtrix", "Barcode"],
  title: ["text", "usual", "LabelText", "Title"],
  description: ["text", "rare", "Description"],
  sku: ["text", "rare", "Sku", "SKU"],
  base_price: ["decimal", "usual", "BasePrice"],
  sale_price: ["decimal", "rare", "SalePrice"],
  cost_price: ["decimal", "rare", "CostPrice"],
  currency: ["text", "usual", "Currency"],
  discount_percent: ["decimal", "rare", "DiscountPercent"],
  tax_rate: ["decimal", "rare", "TaxRate"],
  stock_quantity: ["integer", "usual", "StockQuantity"],
  min_stock: ["integer", "rare", "MinStock"],
  max_stock: ["integer", "rare", "MaxStock"],
  weight: ["thousandth", "rare", "Weight"],
  dimensions: ["text", "rare", "Dimensions"],
  volume: ["thousandth", "rare", "Volume"],
  subcategory: ["text", "rare", "Subcategory"],
  color: ["text", "rare", "Color"],
  size: ["text", "rare", "Size"],
  material: ["text", "rare", "Material"],
  manufacturer: ["text", "extra", "Manufacturer"],
  model: ["text", "extra", "Model"],
  vendor_code: ["text", "extra", "VendorCode"],
  warranty_period: ["integer", "extra", "WarrantyPeriod"],
  popularity_score: ["integer", "extra", "PopularityScore"],
  rating: ["decimal", "extra", "Rating"],
  production_date: ["date", "extra", "ProductionDate"],
  expiry_date: ["date", "extra", "ExpiryDate"],
  tags: ["json", "extra", "Tags"],
});

export const CLIENT_ELEMENTS = elementsOf<ReturnType<typeof client>>({
  client_code_1c: ["text", "key", "Code"],
  name: ["text", "key", "Name"],
  email: ["text", "rare", "Email"],
  phone: ["text", "usual", "Phone"],
  description: ["text", "rare", "Description"],
  company_name: ["text", "usual", "CompanyName"],
  tax_id: ["text", "usual", "TaxId", "Tax_ID", "INN", "STIR"],
  registration_number: ["text", "rare", "RegistrationNumber"],
  legal_address: ["text", "usual", "LegalAddress"],
  actual_address: ["text", "usual", "ActualAddress"],
  fax: ["text", "rare", "Fax"],
  website: ["text", "rare", "Website", "WebSite"],
  social_media: ["json", "rare", "SocialMedia"],
  additional_phones: ["json", "rare", "AdditionalPhones"],
  industry: ["text", "rare", "Industry"],
  business_type: ["text", "rare", "BusinessType"],
  employee_count: ["integer", "rare", "EmployeeCount"],
  annual_revenue: ["decimal", "rare", "AnnualRevenue"],
  credit_limit: ["decimal", "usual", "CreditLimit"],
  established_date: ["date", "rare", "EstablishedDate"],
  payment_terms: ["text", "rare", "PaymentTerms"],
  currency: ["text", "usual", "Currency"],
  city: ["text", "usual", "City"],
  region: ["text", "usual", "Region"],
  country: ["text", "rare", "Country"],
  postal_code: ["text", "rare", "PostalCode"],
  contact_person: ["text", "usual", "ContactPerson"],
  contact_position: ["text", "rare", "ContactPosition"],
  contact_email: ["text", "rare", "ContactEmail"],
  contact_phone: ["text", "usual", "ContactPhone"],
  notes: ["text", "rare", "Notes"],
  tags: ["json", "rare", "Tags"],
  rating: ["decimal", "rare", "Rating"],
  priority: ["integer", "rare", "Priority"],
  source: ["text", "rare", "Source"],
  metadata: ["json", "rare", "Metadata"],
  business_region_code: ["text", "usual", "BussinesRegionCode"],
  business_region_name: ["text", "usual", "BussinesRegionName"],
});

/** The names of an element in each spelling; one that has fewer keeps its last. */
export function spellingsOf({ names, column, rank }: Element): Readonly<Record<string, string>> {
  const nth = (place: number) => names[Math.min(place, names.length - 1)] ?? names[0];
  const key = rank === "key";
  return {
    first: nth(0),
    second: nth(1),
    third: nth(2),
    fourth: nth(3),
    underscores: names[0].replace(/([a-z0-9])([A-Z])/g, "$1_$2"),
    columns: key ? names[0] : column,
  };
}
