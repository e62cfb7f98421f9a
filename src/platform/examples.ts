/** A body for the documentation: every field that a schema requires, with a value that it takes. */

type Json = Record<string, unknown>;

const BY_FORMAT: Readonly<Record<string, string>> = {
  email: "user@example.com",
  uri: "https://example.com/",
  password: "a long password",
  date: "2026-11-21",
};

function textOf({ format, minLength = 0, maxLength = 200 }: Json): string {
  const text = BY_FORMAT[String(format)] ?? "text";
  return text.padEnd(Number(minLength), "x").slice(0, Number(maxLength));
}

/** The schema's own first example, or one made of its required fields. */
export function exampleOf(schema: Json): unknown {
  const [given] = (schema["examples"] ?? schema["enum"] ?? []) as unknown[];
  if (given !== undefined) return given;
  const types = [schema["type"]].flat();
  if (types.includes("string")) return textOf(schema);
  if (types.includes("integer") || types.includes("number"))
    return Math.max(1, Number(schema["minimum"] ?? 1));
  if (types.includes("boolean")) return true;
  return types.includes("array") ? elementsOf(schema["items"]) : objectOf(schema);
}

const elementsOf = (items: unknown) =>
  items && Object.keys(items).length > 0 ? [exampleOf(items as Json)] : [];

function objectOf({ properties = {}, required = [] }: Json): Json {
  const fields = properties as Record<string, Json>;
  return Object.fromEntries((required as string[]).map((name) => [name, exampleOf(fields[name] ?? {})]));
}
