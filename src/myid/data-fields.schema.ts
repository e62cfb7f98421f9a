/** Every field of an identification, written once: the answer's shape, and the paths that a client may be allowed. */

export interface FieldTree {
  readonly [name: string]: FieldTree | null;
}

const fields = (names: string): FieldTree =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, null]));

/** What is below `data`. */
export const DATA_FIELDS = {
  comparison_value: null,
  pass_data: null,
  job_id: null,
  profile: {
    common_data: fields(
      `first_name last_name middle_name first_name_en last_name_en pinfl inn gender birth_date birth_place
       birth_country birth_country_id birth_country_id_cbu nationality nationality_id nationality_id_cbu
       citizenship citizenship_id citizenship_id_cbu sdk_hash last_update_pass_data last_update_address
       last_update_inn`,
    ),
    doc_data: fields(
      `pass_data issued_by issued_by_id issued_date expiry_date doc_type doc_type_id doc_type_id_cbu`,
    ),
    contacts: fields("phone email"),
    address: {
      ...fields("permanent_address temporary_address"),
      permanent_registration: fields(
        `mfy mfy_id region address country cadastre district region_id country_id district_id region_id_cbu
         country_id_cbu district_id_cbu registration_date`,
      ),
      temporary_registration: fields(
        `mfy mfy_id region address cadastre district date_from date_till region_id district_id region_id_cbu
         district_id_cbu`,
      ),
    },
    authentication_method: null,
  },
} as const satisfies FieldTree;

const pathsOf = (tree: FieldTree, above = ""): string[] =>
  Object.entries(tree).flatMap(([name, below]) => [
    above + name,
    ...(below ? pathsOf(below, `${above}${name}.`) : []),
  ]);

export const DATA_PATHS: readonly string[] = pathsOf(DATA_FIELDS);

type Json = Record<string, unknown>;

/** What the paths allow, each with all below it; what they do not allow is left out. */
export function pickAllowed(value: Json, allowed: readonly string[], above = ""): Json {
  const picked: Json = {};
  for (const [name, part] of Object.entries(value)) {
    const path = above + name;
    if (allowed.includes(path)) picked[name] = part;
    else if (allowed.some((one) => one.startsWith(`${path}.`)))
      picked[name] = part === null ? null : pickAllowed(part as Json, allowed, `${path}.`);
  }
  return picked;
}
