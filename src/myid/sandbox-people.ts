/** Made-up people for the sandbox: the same session always has the same one, and nobody real has their numbers. */
import { createHash } from "node:crypto";
import type { PersonData } from "./sessions.schema.ts";

interface Name {
  male: boolean;
  first: readonly [cyrillic: string, latin: string];
  last: readonly [cyrillic: string, latin: string];
  middle: string;
}

const PEOPLE: readonly [Name, ...Name[]] = [
  { male: true, first: ["ДИЛШОД", "DILSHOD"], last: ["НАМУНАЕВ", "NAMUNAYEV"], middle: "РУСТАМ ЎҒЛИ" },
  { male: false, first: ["МАДИНА", "MADINA"], last: ["СИНОВОВА", "SINOVOVA"], middle: "АНВАР ҚИЗИ" },
  { male: true, first: ["ЖАҲОНГИР", "JAHONGIR"], last: ["МИСОЛОВ", "MISOLOV"], middle: "ОЛИМ ЎҒЛИ" },
  { male: false, first: ["ШАҲНОЗА", "SHAHNOZA"], last: ["ЎРНАКОВА", "O‘RNAKOVA"], middle: "БАҲРОМ ҚИЗИ" },
];
const PLACES = [
  { region: "ТОШКЕНТ ШАҲРИ", region_id: "10", district: "ЮНУСОБОД ТУМАНИ", district_id: "1012" },
  { region: "САМАРҚАНД ВИЛОЯТИ", region_id: "18", district: "УРГУТ ТУМАНИ", district_id: "1809" },
  { region: "ФАРҒОНА ВИЛОЯТИ", region_id: "30", district: "ҚЎҚОН ШАҲРИ", district_id: "3003" },
] as const;

const REUID_MS = 365 * 86_400_000;

/** Numbers that depend on the session alone. */
function dice(sessionId: string) {
  const bytes = createHash("sha256").update(`person ${sessionId}`).digest();
  let at = 0;
  const next = (below: number) => bytes.readUInt16BE((at++ * 2) % 30) % below;
  const digits = (count: number) => Array.from({ length: count }, () => next(10)).join("");
  return { next, digits };
}

const two = (number: number) => String(number).padStart(2, "0");

/** No person's number begins with 9, and no document's series is ZZ. */
function documentOf({ next, digits }: ReturnType<typeof dice>) {
  const birth_date = `${two(1 + next(28))}.${two(1 + next(12))}.${1960 + next(45)}`;
  return { birth_date, pinfl: `9${digits(13)}`, pass_data: `ZZ${digits(7)}` };
}

type Place = (typeof PLACES)[number];

const COUNTRY = { country: "ЎЗБЕКИСТОН", country_id: "182", country_id_cbu: "860" };

function commonData(sessionId: string, person: Name, place: Place, numbers: ReturnType<typeof documentOf>) {
  return {
    first_name: person.first[0],
    last_name: person.last[0],
    middle_name: person.middle,
    first_name_en: person.first[1],
    last_name_en: person.last[1],
    pinfl: numbers.pinfl,
    gender: person.male ? "1" : "2",
    birth_date: numbers.birth_date,
    birth_place: place.district,
    birth_country: COUNTRY.country,
    birth_country_id: COUNTRY.country_id,
    birth_country_id_cbu: COUNTRY.country_id_cbu,
    nationality: "ЎЗБЕК",
    nationality_id: "44",
    nationality_id_cbu: "01",
    citizenship: COUNTRY.country,
    citizenship_id: COUNTRY.country_id,
    citizenship_id_cbu: COUNTRY.country_id_cbu,
    sdk_hash: createHash("sha256").update(sessionId).digest("hex"),
    last_update_pass_data: "2024-03-01T09:00:00+05:00",
    last_update_address: "2024-03-01T09:00:00+05:00",
  };
}

function addressData(place: Place) {
  const address = `${place.region}, ${place.district}, НАМУНА КЎЧАСИ, 1`;
  return {
    permanent_address: address,
    temporary_address: null,
    permanent_registration: { ...place, ...COUNTRY, address, mfy: "НАМУНА МФЙ", mfy_id: "1" },
    temporary_registration: null,
  };
}

function profileOf(sessionId: string) {
  const roll = dice(sessionId);
  const person = PEOPLE[roll.next(PEOPLE.length)] ?? PEOPLE[0];
  const place = PLACES[roll.next(PLACES.length)] ?? PLACES[0];
  const numbers = documentOf(roll);
  return {
    common_data: commonData(sessionId, person, place, numbers),
    doc_data: {
      pass_data: numbers.pass_data,
      issued_by: `${place.district} ИИБ`,
      issued_by_id: place.district_id,
      issued_date: "01.03.2021",
      expiry_date: "28.02.2031",
      doc_type: "ID карта",
      doc_type_id: "6",
      doc_type_id_cbu: "6",
    },
    contacts: { phone: "998000000000", email: null },
    address: addressData(place),
  };
}

/** A repeated identification (by reuid) has no profile and no new reuid. */
export function personOf(sessionId: string, jobId: string, isRepeat: boolean, now: number): PersonData {
  const profile = isRepeat ? null : profileOf(sessionId);
  const reuid = createHash("sha256").update(`reuid ${sessionId}`).digest("hex");
  const data = {
    comparison_value: 0.99 + dice(sessionId).next(100) / 10_000,
    pass_data: profile?.doc_data.pass_data ?? null,
    job_id: jobId,
    profile,
  };
  if (isRepeat) return { data, reuid: null };
  const value = reuid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
  return { data, reuid: { expires_at: Math.floor((now + REUID_MS) / 1000), value } };
}
