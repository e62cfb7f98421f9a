/** The vocabulary of the 1C stand-in's clients: firms, persons, trades and regions of Uzbekistan. */

const list = (text: string): readonly string[] => text.split("|");

export interface Region {
  readonly name: string;
  /** The region's code in the state classifier (SOATO). */
  readonly code: string;
  /** The first two digits of its postal codes. */
  readonly post: string;
  readonly cities: readonly string[];
}

const region = (name: string, code: string, post: string, cities: string): Region => ({
  name,
  code,
  post,
  cities: list(cities),
});

export const REGIONS: readonly Region[] = [
  region("Toshkent shahri", "1726", "10", "Toshkent|Ташкент|Тошкент"),
  region("Toshkent viloyati", "1727", "11", "Chirchiq|Olmaliq|Angren|Nurafshon|Янгийўл"),
  region("Andijon viloyati", "1703", "17", "Andijon|Asaka|Xonobod|Шаҳрихон"),
  region("Buxoro viloyati", "1706", "20", "Buxoro|Kogon|G‘ijduvon|Бухара"),
  region("Farg‘ona viloyati", "1730", "15", "Farg‘ona|Qo‘qon|Marg‘ilon|Фергана|Қувасой"),
  region("Jizzax viloyati", "1708", "13", "Jizzax|Zomin|Джизак"),
  region("Namangan viloyati", "1714", "16", "Namangan|Chust|Косонсой"),
  region("Navoiy viloyati", "1712", "21", "Navoiy|Zarafshon|Навои"),
  region("Qashqadaryo viloyati", "1710", "18", "Qarshi|Shahrisabz|Карши"),
  region("Qoraqalpog‘iston Respublikasi", "1735", "23", "Nukus|Beruniy|Нукус"),
  region("Samarqand viloyati", "1718", "14", "Samarqand|Kattaqo‘rg‘on|Urgut|Самарканд"),
  region("Sirdaryo viloyati", "1724", "12", "Guliston|Yangiyer|Сирдарё"),
  region("Surxondaryo viloyati", "1722", "19", "Termiz|Denov|Термез"),
  region("Xorazm viloyati", "1733", "22", "Urganch|Xiva|Ургенч"),
];

/** How a firm of each legal form writes its name; `*` is the name itself. */
export const FIRMS: readonly (readonly [string, string])[] = [
  ['"*" MChJ', "MChJ"],
  ['"*" XK', "XK"],
  ["ООО «*»", "ООО"],
  ["«*» МЧЖ", "МЧЖ"],
  ["YaTT *", "YaTT"],
  ["Супермаркет «*»", "ООО"],
];
export const FIRM_WORDS = list(
  "Barakali|Oltin|Yangi|Sharq|Nur|Zilol|Buyuk|Ипак|Асл|Диёр|Мегаполис|Восток|Гранд|Oq Saroy|Қадрият|Новый век",
);
export const FIRM_THINGS = list(
  "Savdo|Market|Dokon|Trade|Hamkor|Бозор|Сервис|Олам|Торг|Импекс|Bog‘i|Chorsu|Do‘stlik & Co",
);
export const FIRST_NAMES = list(
  "Aziz|Bobur|Dilshod|Gulnora|Jasur|Kamola|Malika|Otabek|Rustam|Ulug‘bek|Шахноза|Зухра|Ёқуб|Ҳасан|Ирина|Сергей",
);
export const LAST_NAMES = list(
  "Karimov|Rahimov|Yusupov|Tursunov|Abdullayev|Qodirov|Saidov|O‘rinov|Хасанов|Қосимов|Ғаниев|Ким|Петренко",
);
export const POSITIONS = list("Direktor|Bosh hisobchi|Sotuvchi|Товаровед|Менеджер по закупкам|Омборчи");
export const INDUSTRIES = list(
  "Chakana savdo|Ulgurji savdo|Umumiy ovqatlanish|Qurilish|Розничная торговля|Логистика|Қишлоқ хўжалиги",
);
export const STREETS = list(
  "Amir Temur ko‘chasi|Navoiy ko‘chasi|Mustaqillik shoh ko‘chasi|ул. Шота Руставели|Бобур кўчаси|Beruniy ko‘chasi",
);
export const TERMS = list("Oldindan to‘lov 100%|15 kun kechiktirib|30 kun kechiktirib|Отсрочка 14 дней");
export const SOURCES = list("agent|ko‘rgazma|sayt|tavsiya|реклама");
export const TAGS = list("vip|doimiy|yangi|ulgurji|chakana|должник|таҳлил");
