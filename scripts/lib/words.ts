/** Words of Uzbek trade as people there write them: Uzbek in both alphabets, and Russian. */

/** One meaning in Uzbek Latin, Uzbek Cyrillic and Russian. */
export type Word = readonly [latin: string, cyrillic: string, russian: string];
type Words<T = Word> = readonly [T, ...T[]];

export const MEN: Words = [
  ["Aziz", "Азиз", "Азиз"],
  ["Bobur", "Бобур", "Бабур"],
  ["Jahongir", "Жаҳонгир", "Жахонгир"],
  ["Sherzod", "Шерзод", "Шерзод"],
  ["O‘tkir", "Ўткир", "Уткир"],
  ["Ulug‘bek", "Улуғбек", "Улугбек"],
  ["Shohruh", "Шоҳруҳ", "Шохрух"],
  ["Rustam", "Рустам", "Рустам"],
  ["Otabek", "Отабек", "Отабек"],
  ["Farrux", "Фаррух", "Фаррух"],
  ["Sardor", "Сардор", "Сардор"],
  ["Anvar", "Анвар", "Анвар"],
  ["Sergey", "Сергей", "Сергей"],
  ["Aleksey", "Алексей", "Алексей"],
];

export const WOMEN: Words = [
  ["Dilnoza", "Дилноза", "Дилноза"],
  ["Gulnora", "Гулнора", "Гульнора"],
  ["Madina", "Мадина", "Мадина"],
  ["Nigora", "Нигора", "Нигора"],
  ["Zulfiya", "Зулфия", "Зульфия"],
  ["Lola", "Лола", "Лола"],
  ["Umida", "Умида", "Умида"],
  ["Shahnoza", "Шаҳноза", "Шахноза"],
  ["Malika", "Малика", "Малика"],
  ["Yelena", "Елена", "Елена"],
  ["Svetlana", "Светлана", "Светлана"],
];

/** As men bear them; a woman's has an -a more. */
export const SURNAMES: Words = [
  ["Karimov", "Каримов", "Каримов"],
  ["Yo‘ldoshev", "Йўлдошев", "Юлдашев"],
  ["Rahimov", "Раҳимов", "Рахимов"],
  ["To‘rayev", "Тўраев", "Тураев"],
  ["Qodirov", "Қодиров", "Кадыров"],
  ["G‘aniyev", "Ғаниев", "Ганиев"],
  ["Xolmatov", "Холматов", "Холматов"],
  ["Ergashev", "Эргашев", "Эргашев"],
  ["Ismoilov", "Исмоилов", "Исмаилов"],
  ["Mirzayev", "Мирзаев", "Мирзаев"],
  ["Abdullayev", "Абдуллаев", "Абдуллаев"],
  ["Nazarov", "Назаров", "Назаров"],
  ["Petrov", "Петров", "Петров"],
  ["Kim", "Ким", "Ким"],
];

export const REGIONS: Words = [
  ["Toshkent shahri", "Тошкент шаҳри", "город Ташкент"],
  ["Toshkent viloyati", "Тошкент вилояти", "Ташкентская область"],
  ["Andijon viloyati", "Андижон вилояти", "Андижанская область"],
  ["Buxoro viloyati", "Бухоро вилояти", "Бухарская область"],
  ["Farg‘ona viloyati", "Фарғона вилояти", "Ферганская область"],
  ["Jizzax viloyati", "Жиззах вилояти", "Джизакская область"],
  ["Xorazm viloyati", "Хоразм вилояти", "Хорезмская область"],
  ["Namangan viloyati", "Наманган вилояти", "Наманганская область"],
  ["Navoiy viloyati", "Навоий вилояти", "Навоийская область"],
  ["Qashqadaryo viloyati", "Қашқадарё вилояти", "Кашкадарьинская область"],
  ["Qoraqalpog‘iston Respublikasi", "Қорақалпоғистон Республикаси", "Республика Каракалпакстан"],
  ["Samarqand viloyati", "Самарқанд вилояти", "Самаркандская область"],
  ["Sirdaryo viloyati", "Сирдарё вилояти", "Сырдарьинская область"],
  ["Surxondaryo viloyati", "Сурхондарё вилояти", "Сурхандарьинская область"],
];

export const STREETS: Words = [
  ["Amir Temur ko‘chasi", "Амир Темур кўчаси", "улица Амира Темура"],
  ["Bobur ko‘chasi", "Бобур кўчаси", "улица Бабура"],
  ["Navoiy ko‘chasi", "Навоий кўчаси", "улица Навои"],
  ["Mustaqillik shohko‘chasi", "Мустақиллик шоҳкўчаси", "проспект Мустакиллик"],
  ["Bunyodkor shohko‘chasi", "Бунёдкор шоҳкўчаси", "проспект Бунёдкор"],
  ["Chorsu bozori", "Чорсу бозори", "рынок Чорсу"],
];

export const TRADES: Words = [
  ["Savdo", "Савдо", "Торг"],
  ["Qurilish mollari", "Қурилиш моллари", "Стройматериалы"],
  ["Oziq-ovqat", "Озиқ-овқат", "Продукты"],
  ["Ulgurji", "Улгуржи", "Опт"],
  ["Dorixona", "Дорихона", "Аптека"],
  ["Maishiy texnika", "Маиший техника", "Бытовая техника"],
];

export const COMPANY_FORMS: Words = [
  ["MChJ", "МЧЖ", "ООО"],
  ["XK", "ХК", "ЧП"],
  ["YaTT", "ЯТТ", "ИП"],
  ["AJ", "АЖ", "АО"],
];

export const BRANDS: Words = [
  ["Toshkent Don", "Тошкент Дон", "Ташкент Дон"],
  ["Bahmal", "Бахмал", "Бахмал"],
  ["Zarafshon", "Зарафшон", "Зарафшан"],
  ["Ipak Yo‘li", "Ипак Йўли", "Шёлковый путь"],
  ["Chimyon", "Чимён", "Чимган"],
  ["Oqtosh", "Оқтош", "Акташ"],
  ["Registon", "Регистон", "Регистан"],
  ["Humo", "Ҳумо", "Хумо"],
  ["Sadaf", "Садаф", "Садаф"],
  ["Ko‘kcha", "Кўкча", "Кукча"],
];

export interface Goods {
  group: Word;
  name: Word;
  sizes: Words<string>;
  unit: Word;
  /** So'm, for the smallest size. */
  price: number;
}

const PIECE: Word = ["dona", "дона", "шт"];
const BAG: Word = ["qop", "қоп", "мешок"];
const KILO: Word = ["kg", "кг", "кг"];

const FOOD: Word = ["Oziq-ovqat", "Озиқ-овқат", "Продукты питания"];
const BUILDING: Word = ["Qurilish mollari", "Қурилиш моллари", "Стройматериалы"];
const HOME: Word = ["Uy-ro‘zg‘or", "Уй-рўзғор", "Хозтовары"];
const SWEETS: Word = ["Shirinliklar", "Ширинликлар", "Сладости"];

export const GOODS: Words<Goods> = [
  {
    group: FOOD,
    name: ["Paxta yog‘i", "Пахта ёғи", "Масло хлопковое"],
    sizes: ["1 L", "2 L", "5 L"],
    unit: PIECE,
    price: 18_500,
  },
  {
    group: FOOD,
    name: ["Bug‘doy uni oliy nav", "Буғдой уни олий нав", "Мука пшеничная в/с"],
    sizes: ["2 kg", "25 kg", "50 kg"],
    unit: BAG,
    price: 12_000,
  },
  {
    group: FOOD,
    name: ["Guruch «Devzira»", "Гуруч «Девзира»", "Рис «Девзира»"],
    sizes: ["1 kg", "5 kg"],
    unit: KILO,
    price: 24_000,
  },
  {
    group: FOOD,
    name: ["Ko‘k choy № 95", "Кўк чой № 95", "Чай зелёный № 95"],
    sizes: ["80 g", "100 g", "250 g"],
    unit: PIECE,
    price: 9_500,
  },
  {
    group: FOOD,
    name: ["Shakar", "Шакар", "Сахар-песок"],
    sizes: ["1 kg", "50 kg"],
    unit: KILO,
    price: 11_800,
  },
  {
    group: SWEETS,
    name: ["Navvot", "Навват", "Навват"],
    sizes: ["500 g", "1 kg"],
    unit: KILO,
    price: 26_000,
  },
  { group: SWEETS, name: ["Holva", "Ҳолва", "Халва"], sizes: ["250 g", "1 kg"], unit: PIECE, price: 14_000 },
  {
    group: BUILDING,
    name: ["Sement M-500", "Цемент М-500", "Цемент М-500"],
    sizes: ["25 kg", "50 kg"],
    unit: BAG,
    price: 38_000,
  },
  {
    group: BUILDING,
    name: ["G‘isht pishgan", "Ғишт пишган", "Кирпич жжёный"],
    sizes: ["250×120×65", "250×120×88"],
    unit: PIECE,
    price: 1_450,
  },
  {
    group: BUILDING,
    name: ["Armatura", "Арматура", "Арматура А500С"],
    sizes: ["Ø10", "Ø12", "Ø16"],
    unit: KILO,
    price: 10_300,
  },
  {
    group: BUILDING,
    name: ["Bo‘yoq ichki ishlar uchun", "Бўёқ ички ишлар учун", "Краска для внутренних работ"],
    sizes: ["3 kg", "14 kg"],
    unit: PIECE,
    price: 62_000,
  },
  {
    group: HOME,
    name: ["Kir yuvish kukuni", "Кир ювиш кукуни", "Стиральный порошок"],
    sizes: ["450 g", "3 kg", "6 kg"],
    unit: PIECE,
    price: 13_500,
  },
  {
    group: HOME,
    name: ["Choynak", "Чойнак", "Чайник заварочный"],
    sizes: ["0,8 L", "1,2 L"],
    unit: PIECE,
    price: 45_000,
  },
  {
    group: HOME,
    name: ["Ko‘rpa", "Кўрпа", "Одеяло ватное"],
    sizes: ["150×200", "200×220"],
    unit: PIECE,
    price: 210_000,
  },
];
