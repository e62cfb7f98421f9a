/** The person that the MyID stand-in knows, as the known implementations of its protocol describe one. */
import type { MyidSettings } from "./myid-switches.ts";

const REGISTRATION = {
  mfy: "НАМУНА МФЙ",
  region: "ТОШКЕНТ ШАҲРИ",
  address: "НАМУНА КЎЧАСИ, 7",
  district: "ЮНУСОБОД ТУМАНИ",
};

export function personOf({ profile, dates, ids, extra }: MyidSettings) {
  if (profile === "null") return null;
  const day = (iso: string) => (dates === "iso" ? iso : iso.split("-").reverse().join("."));
  const id = (number: number) => (ids === "number" ? number : String(number));
  const country = { birth_country: "ЎЗБЕКИСТОН", birth_country_id: id(182), birth_country_id_cbu: id(860) };
  return {
    common_data: {
      first_name: profile === "broken" ? { uz: "СИНОВ" } : "СИНОВ",
      last_name: "НАМУНАЕВ",
      middle_name: null,
      first_name_en: "SINOV",
      last_name_en: "NAMUNAYEV",
      pinfl: "99999999999999",
      gender: "1",
      birth_date: day("1990-01-15"),
      ...country,
      nationality_id: id(44),
      sdk_hash: "0f".repeat(32),
      ...(extra && { blood_group: "unknown" }),
    },
    doc_data: {
      pass_data: "ZZ9999999",
      issued_by_id: id(1012),
      issued_date: day("2021-03-01"),
      doc_type_id: id(6),
    },
    contacts: { phone: "998909999999", email: null },
    address: {
      permanent_address: REGISTRATION.address,
      temporary_address: null,
      permanent_registration: {
        ...REGISTRATION,
        mfy_id: id(1),
        region_id: id(10),
        registration_date: day("2015-06-01"),
      },
      temporary_registration: null,
    },
    authentication_method: "face",
    ...(extra && { credit_history: [] }),
  };
}
