/** Copies the documentation pages' scripts and styles from their npm packages; nothing in them calls another host. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./lib/options.ts";
import { ASSETS, ROOT } from "./lib/project.ts";

const SWAGGER = "node_modules/swagger-ui-dist";
const FILES: Readonly<Record<string, string>> = {
  "api/docs/swagger-ui-bundle.js": `${SWAGGER}/swagger-ui-bundle.js`,
  "api/docs/swagger-ui.css": `${SWAGGER}/swagger-ui.css`,
  "api/docs/favicon-32x32.png": `${SWAGGER}/favicon-32x32.png`,
  "api/redoc/redoc.standalone.js": "node_modules/redoc/bundles/redoc.standalone.js",
};

/** ReDoc shows its maker's logo from its maker's host; an empty picture takes its place. */
const REDOC_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg";
const NO_PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

/** The page's own script: its policy lets no inline one run. */
const INITIALIZER = `SwaggerUIBundle({
  url: "/api/schema/",
  dom_id: "#swagger-ui",
  validatorUrl: null,
  deepLinking: true,
  persistAuthorization: false,
});
`;

/** The names carry no version: a day, then a look whether the ETag is still the same. */
const HEADERS = `/*
  Cache-Control: public, max-age=86400, stale-while-revalidate=604800
  X-Content-Type-Options: nosniff
`;

function contentOf(source: string): Buffer | string {
  const bytes = readFileSync(join(ROOT, source));
  if (!source.endsWith("redoc.standalone.js")) return bytes;
  const text = bytes.toString("utf8");
  if (!text.includes(REDOC_LOGO)) throw new Error(`${source} no longer has the logo that was replaced here`);
  return text.replaceAll(REDOC_LOGO, NO_PICTURE);
}

/** A file that is served at this moment is not touched unless it changes. */
function keep(name: string, content: Buffer | string): void {
  const target = join(ASSETS, name);
  if (existsSync(target) && readFileSync(target).equals(Buffer.from(content))) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

export function copyAssets(): void {
  for (const [name, source] of Object.entries(FILES)) keep(name, contentOf(source));
  keep("api/docs/initializer.js", INITIALIZER);
  keep("_headers", HEADERS);
}

if (import.meta.main) await run(async () => void copyAssets());
