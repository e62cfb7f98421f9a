/** The vocabulary of the 1C stand-in: goods, brands, suppliers, people and places of an Uzbek trading base. */

const list = (text: string): readonly string[] => text.split("|");

export interface Family {
  /** Uzbek in Latin, Uzbek in Cyrillic, Russian. */
  readonly names: readonly string[];
  readonly category: string;
  readonly group: string;
  readonly unit: string;
  readonly material: string;
  readonly packs: readonly Pack[];
  /** Base prices in so'm, lowest and highest. */
  readonly prices: readonly [number, number];
}

export interface Pack {
  /** The pack in Latin and in Cyrillic letters. */
  readonly latin: string;
  readonly cyrillic: string;
  readonly kilograms: number;
  readonly litres: number;
}

const CYRILLIC_UNITS: Readonly<Record<string, string>> = {
  kg: "кг",
  g: "г",
  l: "л",
  ml: "мл",
  dona: "дона",
  m: "м",
};
const KILOGRAMS: Readonly<Record<string, number>> = { kg: 1, g: 0.001, l: 1, ml: 0.001, dona: 0.25, m: 0.4 };
const LITRES: Readonly<Record<string, number>> = { kg: 1.2, g: 0.0012, l: 1, ml: 0.001, dona: 0.5, m: 0.3 };

function packOf(text: string): Pack {
  const [amount = "1", unit = "kg"] = text.split(" ");
  return {
    latin: text,
    cyrillic: `${amount.replace(".", ",")} ${CYRILLIC_UNITS[unit] ?? unit}`,
    kilograms: Number(amount) * (KILOGRAMS[unit] ?? 1),
    litres: Number(amount) * (LITRES[unit] ?? 1),
  };
}

/** Names; category; group; unit; material; packs; lowest and highest price. */
function familyOf(line: string): Family {
  const [names = "", category = "", group = "", unit = "", material = "", packs = "", prices = ""] =
    line.split("; ");
  const [lowest = 0, highest = 0] = prices.split("-").map(Number);
  return {
    names: list(names),
    category,
    group,
    unit,
    material,
    packs: list(packs).map(packOf),
    prices: [lowest, highest],
  };
}

export const FAMILIES: readonly Family[] = `
Un oliy nav|Олий навли ун|Мука пшеничная высший сорт; Oziq-ovqat; Un va yormalar; qop; Bug‘doy; 1 kg|5 kg|25 kg|50 kg; 7000-260000
Guruch lazer|Лазер гуручи|Рис лазер; Oziq-ovqat; Un va yormalar; kg; Guruch; 900 g|5 kg|25 kg; 18000-450000
Paxta yog‘i tozalangan|Пахта ёғи тозаланган|Масло хлопковое рафинированное; Oziq-ovqat; Yog‘lar; dona; O‘simlik yog‘i; 1 l|3 l|5 l; 17000-95000
Choy ko‘k №95|Кўк чой №95|Чай зелёный №95; Ichimliklar; Choy va qahva; quti; Choy bargi; 80 g|100 g|250 g; 6000-48000
Gazlangan suv|Газли сув|Вода газированная; Ichimliklar; Suv va sharbatlar; blok; PET; 500 ml|1 l|1.5 l; 3000-9000
O‘rik sharbati|Ўрик шарбати|Нектар абрикосовый; Ichimliklar; Suv va sharbatlar; dona; Tetra Pak; 200 ml|1 l|2 l; 4500-26000
Sutli shokolad|Сутли шоколад|Шоколад молочный; Oziq-ovqat; Qandolat; dona; Kakao; 45 g|90 g|200 g; 6000-42000
Pechenye shakarli|Шакарли печенье|Печенье сахарное; Oziq-ovqat; Qandolat; quti; Un, shakar; 300 g|1 kg|3 kg; 9000-88000
Sariyog‘ 82,5%|Сариёғ 82,5%|Масло сливочное 82,5%; Oziq-ovqat; Sut mahsulotlari; dona; Sut; 180 g|200 g|5 kg; 22000-520000
Kir yuvish kukuni|Кир ювиш кукуни|Порошок стиральный «Автомат»; Maishiy kimyo; Kir yuvish; dona; Kukun; 450 g|3 kg|6 kg; 9500-145000
Idish yuvish vositasi|Идиш ювиш воситаси|Средство для мытья посуды; Maishiy kimyo; Tozalash; dona; Gel; 500 ml|1 l|5 l; 8000-64000
Sement M-500|Цемент М-500|Цемент М-500 Д0; Qurilish mollari; Quruq qorishmalar; qop; Klinker; 25 kg|50 kg; 32000-68000
Suv emulsiyali bo‘yoq|Сув эмульсияли бўёқ|Краска водоэмульсионная; Qurilish mollari; Bo‘yoqlar; dona; Akril; 3 kg|7 kg|14 kg; 45000-390000
Kabel mis VVG 3x2.5|Мис кабель ВВГ 3x2,5|Кабель медный ВВГ 3x2,5; Elektr mollari; Kabellar; m; Mis; 1 m|50 m|100 m; 11000-1150000
LED lampa 12W E27|Светодиод лампа 12W E27|Лампа светодиодная 12 Вт E27; Elektr mollari; Yoritish; dona; Polikarbonat; 1 dona|10 dona|100 dona; 9000-880000
Polipropilen quvur 25 mm|Полипропилен қувур 25 мм|Труба полипропиленовая 25 мм; Santexnika; Quvurlar; m; Polipropilen; 1 m|4 m|100 m; 6500-620000
Aralashtirgich oshxona uchun|Ошхона учун аралаштиргич|Смеситель для кухни; Santexnika; Aralashtirgichlar; dona; Latun & xrom; 1 dona; 140000-1400000
Erkaklar futbolkasi|Эркаклар футболкаси|Футболка мужская; Kiyim-kechak; Trikotaj; dona; Paxta 100%; 1 dona|5 dona; 39000-320000
Sochiq paxtali|Пахтали сочиқ|Полотенце махровое; Kiyim-kechak; Uy to‘qimachiligi; dona; Paxta 100%; 1 dona|3 dona; 24000-210000
Daftar 48 varaq|Дафтар 48 варақ|Тетрадь 48 листов; Kanselyariya; Qog‘oz mahsulotlari; dona; Qog‘oz; 1 dona|10 dona|50 dona; 3200-150000
`
  .trim()
  .split("\n")
  .map(familyOf);

export const BRANDS = list(
  "Oqtepa|Lazzat|Oltin Boshoq|Sharq Gavhari|Bahor|Zarafshon|Chimyon|Umid & Co|Afrosiyob|Registon|" +
    "Нурафшон|Мусаффо|Ўзбегим|Бахмал|Сифат|Қадрият|Лочин|Родник|Мастер Дом|Северное сияние",
);
export const SUPPLIERS = list(
  '«Барака Савдо» МЧЖ|"Oltin Vodiy Invest" MChJ|ООО «Азия Трейд Логистик»|ХК «Нодирбек Файз»|' +
    '"Buyuk Ipak Yo‘li Savdo" XK|ООО «Хлебопродукт»|"Zamin & Hamkorlar" QK|ИП Каримов А. Р.|' +
    '"Toshkent Ulgurji" AJ|ООО «Сантехкомплект Юг»|«Фарғона Тўқимачилик» МЧЖ|"Samarqand Agro Eksport" MChJ',
);
/** Country code and name. */
export const COUNTRIES: readonly (readonly [string, string])[] = [
  ["UZ", "O‘zbekiston"],
  ["UZ", "Узбекистан"],
  ["UZ", "Ўзбекистон"],
  ["KZ", "Qozog‘iston"],
  ["RU", "Россия"],
  ["TR", "Turkiya"],
  ["CN", "Китай"],
];
export const COLORS = list("oq|qora|ko‘k|qizil|yashil|белый|чёрный|синий|жигарранг|сариқ");
export const SIZES = list("S|M|L|XL|standart|kichik|katta|средний|йирик");
