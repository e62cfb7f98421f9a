/** What the catalogue and its paths answer otherwise than the recorded server, and why. */
import type { Difference } from "./differences.ts";

const JSON_HEADERS = { "content-type": "application/json" };
const NO_ROW = '{"detail":"Not found."}';
const PARSES = '["application/json","application/x-www-form-urlencoded","multipart/form-data"]';
const optionsOf = (name: string) =>
  `{"name":"${name}","description":"","renders":["application/json"],"parses":${PARSES}}`;

const lists: Difference[] = [
  {
    names: ["Lists: Unknown parameters stay in the links; page_size is ignored"],
    instead: "page_size is honoured",
    because: "Clients sent it and expected it to work.",
    part: { results: [{ code_1c: "NOM000043" }, { code_1c: "NOM000042" }] },
  },
  {
    names: ["Lists: Page empty"],
    instead: "an empty `page=` counts as absent",
    because: "A query value of nothing, `null` or `undefined` is what a form sends for an untouched field.",
    status: 200,
    part: { count: 45, previous: null },
  },
  {
    names: ["Lists: Search, Cyrillic in upper case (SQLite folds ASCII only)"],
    instead: "Cyrillic case folds in a search as Latin case does",
    because: "The names are in both alphabets.",
    part: { count: 2, results: [{ code_1c: "PROJ002" }, { code_1c: "PROJ001" }] },
  },
  {
    names: ["Lists: Ordering by a field not allowed is ignored"],
    instead: "a list is ordered by any field of its entity",
    because: "ordering=id is what a client that walks a list asks for.",
    part: { next: "https://karvon.test/api/v1/nomenklatura/?ordering=id&page=2" },
    text: /"results":\[\{"id":1,/,
  },
  {
    names: ["Lists: Accept: text/html (browsable API)"],
    instead: "text/html alone is 406",
    because: "There is no browsable API; the documentation has pages of its own.",
    status: 406,
    headers: JSON_HEADERS,
    text: '{"detail":"Could not satisfy the request Accept header."}',
  },
];

const creations: Difference[] = [
  {
    names: [
      "Create: Create, only the required fields (defaults)",
      'Create: is_active = "yes"',
      'Create: is_active = "off"',
      "Create: is_active = 1",
      "Create: is_active = 0",
      'Create: is_active = "True"',
      'Create: is_active = "t"',
      "Create: Numbers become strings, edges are trimmed",
      "Create: Read-only and unknown fields are ignored",
      "Create: JSON with a charset",
    ],
    instead: "an optional field without a default that is left out is null",
    because: "Our fields are nullable; the recorded ones were not.",
    part: { title: null, description: null },
  },
  {
    names: ["Create: Form-encoded body is accepted; a boolean left out is false there"],
    instead: "a boolean that is left out of a form is its default",
    because: "A client that posts a form does not mean to hide the row.",
    part: { title: null, description: null, is_active: true },
  },
  {
    names: ["Create: Null fields"],
    instead: "title may be null",
    because: "Our field is nullable.",
    text: '{"code_1c":["This field may not be null."],"name":["This field may not be null."],"is_active":["This field may not be null."]}',
  },
  {
    names: ["Create: Too long"],
    instead: "a project's code holds 255 characters",
    because: "Our fields are longer.",
    asks: { body: { code_1c: "x".repeat(256), name: "x".repeat(256), title: "x".repeat(256) } },
    text: '{"code_1c":["Ensure this field has no more than 255 characters."],"name":["Ensure this field has no more than 255 characters."],"title":["Ensure this field has no more than 255 characters."]}',
  },
  {
    names: ["Create: Bad e-mail, long phone"],
    instead: "a client's phone holds 100 characters",
    because: "Our fields are longer.",
    text: '{"email":["Enter a valid email address."]}',
  },
  {
    names: [
      "Create: Malformed JSON",
      "Create: Malformed JSON: trailing comma",
      "Create: Malformed JSON: NaN",
      "Create: Not UTF-8",
    ],
    instead: "the words after the dash are our parser's",
    because: "They name the place in another language's way; clients read the prefix.",
    text: /^\{"detail":"JSON parse error - [^"]+"\}$/,
  },
];

const records: Difference[] = [
  {
    names: ["One record: A percent-encoded slash in the code"],
    instead: "a code may hold a slash, and what is not there answers JSON",
    because: "1C writes such codes.",
    headers: JSON_HEADERS,
    text: NO_ROW,
  },
  {
    names: ["One record: Put, fields missing"],
    instead: "PUT needs no key in the body",
    because: "The path has it.",
    text: '{"name":["This field is required."]}',
  },
  {
    names: ["One record: Patch, code taken"],
    instead: "another code in a PATCH is ignored, so that none can be taken",
    because: "The key of an entity cannot change: 1C finds its rows by it.",
    status: 200,
    part: { code_1c: "PROJ900", name: "Yangilangan Nom" },
  },
  {
    names: ["One record: Patch, code renamed"],
    instead: "another code in a PATCH is ignored",
    because: "The key of an entity cannot change: 1C finds its rows by it.",
    part: { code_1c: "PROJ900" },
  },
  {
    names: ["One record: Delete", "One record: Delete again"],
    instead: "the row is deleted under the code that it kept",
    because: "The key of an entity cannot change.",
    asks: { path: "/api/v1/project/PROJ900/" },
  },
];

const paths: Difference[] = [
  {
    names: [
      "Methods, slashes, unknown paths: GET without the slash",
      "Methods, slashes, unknown paths: GET without the slash, with a query",
    ],
    instead: "a path without its slash is answered in place",
    because: "A redirect costs a round trip, and loses the body of a POST.",
    status: 200,
    headers: JSON_HEADERS,
    text: /^\{"count":\d+,"next":null,"previous":null,"results":\[\{"id":/,
  },
  {
    names: ["Methods, slashes, unknown paths: GET one without the slash"],
    instead: "a path without its slash is answered in place",
    because: "A redirect costs a round trip.",
    status: 200,
    headers: JSON_HEADERS,
    part: { code_1c: "PROJ001" },
  },
  {
    names: [
      "Methods, slashes, unknown paths: POST without the slash (DEBUG off: redirected, so clients lose the body)",
    ],
    instead: "a POST without the slash is answered in place, with its body",
    because: "Clients lost what they posted.",
    status: 201,
    headers: JSON_HEADERS,
    part: { code_1c: "PROJ900", name: "Yangi", title: "Sarlavha" },
  },
  {
    names: [
      "Methods, slashes, unknown paths: Unknown path",
      "Methods, slashes, unknown paths: Unknown path without a slash",
    ],
    instead: "an unknown path answers JSON",
    because: "A client of this API reads nothing else.",
    headers: JSON_HEADERS,
    text: NO_ROW,
  },
  {
    names: [
      "Methods, slashes, unknown paths: OPTIONS of a list, no credentials",
      "Methods, slashes, unknown paths: OPTIONS of a list",
    ],
    instead: "OPTIONS tells name, description, renders and parses alone, and HTML is not rendered",
    because: "The fields stand in the OpenAPI document; there is no browsable API.",
    text: optionsOf("Project List"),
  },
  {
    names: ["Methods, slashes, unknown paths: OPTIONS of one record"],
    instead: "OPTIONS tells name, description, renders and parses alone",
    because: "The fields stand in the OpenAPI document.",
    text: optionsOf("Project Instance"),
  },
  {
    names: ["Methods, slashes, unknown paths: CORS preflight (no CORS package: no CORS headers)"],
    instead: "a CORS preflight is answered 204, with the CORS headers",
    because: "Browsers call this API from other origins.",
    status: 204,
    headers: { "content-type": "", "access-control-allow-origin": "*" },
    text: "",
  },
];

export const CATALOG_DIFFERENCES: readonly Difference[] = [...lists, ...creations, ...records, ...paths];
