-- Where submissions lie: Uzbekistan's regions and what they are divided into, by their MHOBT (SOATO) codes.

-- Names are written as people in Uzbekistan write them: o‘ and g‘ with U+2018, the sign of Ellikqal’a with U+2019.
-- `fold` has both names as src/platform/search.ts folds them.
CREATE TABLE region (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  name_ru TEXT NOT NULL UNIQUE,
  fold TEXT NOT NULL
) STRICT;

-- Districts and, beside them, the cities that belong to no district; the code begins with the region's.
CREATE TABLE district (
  id INTEGER PRIMARY KEY,
  region_id INTEGER NOT NULL REFERENCES region (id),
  name TEXT NOT NULL,
  name_ru TEXT NOT NULL,
  fold TEXT NOT NULL,
  UNIQUE (region_id, name)
) STRICT;

INSERT INTO region (id, name, name_ru, fold) VALUES
  (1703, 'Andijon viloyati', 'Андижанская область', 'andijon viloyati' || char(10) || 'андижанская область'),
  (1706, 'Buxoro viloyati', 'Бухарская область', 'buxoro viloyati' || char(10) || 'бухарская область'),
  (1708, 'Jizzax viloyati', 'Джизакская область', 'jizzax viloyati' || char(10) || 'джизакская область'),
  (1710, 'Qashqadaryo viloyati', 'Кашкадарьинская область', 'qashqadaryo viloyati' || char(10) || 'кашкадарьинская область'),
  (1712, 'Navoiy viloyati', 'Навоийская область', 'navoiy viloyati' || char(10) || 'навоийская область'),
  (1714, 'Namangan viloyati', 'Наманганская область', 'namangan viloyati' || char(10) || 'наманганская область'),
  (1718, 'Samarqand viloyati', 'Самаркандская область', 'samarqand viloyati' || char(10) || 'самаркандская область'),
  (1722, 'Surxondaryo viloyati', 'Сурхандарьинская область', 'surxondaryo viloyati' || char(10) || 'сурхандарьинская область'),
  (1724, 'Sirdaryo viloyati', 'Сырдарьинская область', 'sirdaryo viloyati' || char(10) || 'сырдарьинская область'),
  (1726, 'Toshkent shahri', 'город Ташкент', 'toshkent shahri' || char(10) || 'город ташкент'),
  (1727, 'Toshkent viloyati', 'Ташкентская область', 'toshkent viloyati' || char(10) || 'ташкентская область'),
  (1730, 'Farg‘ona viloyati', 'Ферганская область', 'fargona viloyati' || char(10) || 'ферганская область'),
  (1733, 'Xorazm viloyati', 'Хорезмская область', 'xorazm viloyati' || char(10) || 'хорезмская область'),
  (1735, 'Qoraqalpog‘iston Respublikasi', 'Республика Каракалпакстан', 'qoraqalpogiston respublikasi' || char(10) || 'республика каракалпакстан');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1703202, 1703, 'Oltinko‘l tumani', 'Алтынкульский район', 'oltinkol tumani' || char(10) || 'алтынкульский район'),
  (1703203, 1703, 'Andijon tumani', 'Андижанский район', 'andijon tumani' || char(10) || 'андижанский район'),
  (1703206, 1703, 'Baliqchi tumani', 'Балыкчинский район', 'baliqchi tumani' || char(10) || 'балыкчинский район'),
  (1703209, 1703, 'Bo‘ston tumani', 'Бустонский район', 'boston tumani' || char(10) || 'бустонский район'),
  (1703210, 1703, 'Buloqboshi tumani', 'Булакбашинский район', 'buloqboshi tumani' || char(10) || 'булакбашинский район'),
  (1703211, 1703, 'Jalaquduq tumani', 'Джалакудукский район', 'jalaquduq tumani' || char(10) || 'джалакудукский район'),
  (1703214, 1703, 'Izboskan tumani', 'Избасканский район', 'izboskan tumani' || char(10) || 'избасканский район'),
  (1703217, 1703, 'Ulug‘nor tumani', 'Улугнорский район', 'ulugnor tumani' || char(10) || 'улугнорский район'),
  (1703220, 1703, 'Qo‘rg‘ontepa tumani', 'Кургантепинский район', 'qorgontepa tumani' || char(10) || 'кургантепинский район'),
  (1703224, 1703, 'Asaka tumani', 'Асакинский район', 'asaka tumani' || char(10) || 'асакинский район'),
  (1703227, 1703, 'Marhamat tumani', 'Мархаматский район', 'marhamat tumani' || char(10) || 'мархаматский район'),
  (1703230, 1703, 'Shahrixon tumani', 'Шахриханский район', 'shahrixon tumani' || char(10) || 'шахриханский район'),
  (1703232, 1703, 'Paxtaobod tumani', 'Пахтаабадский район', 'paxtaobod tumani' || char(10) || 'пахтаабадский район'),
  (1703236, 1703, 'Xo‘jaobod tumani', 'Ходжаабадский район', 'xojaobod tumani' || char(10) || 'ходжаабадский район'),
  (1703401, 1703, 'Andijon shahri', 'город Андижан', 'andijon shahri' || char(10) || 'город андижан'),
  (1703408, 1703, 'Xonobod shahri', 'город Ханабад', 'xonobod shahri' || char(10) || 'город ханабад');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1706204, 1706, 'Olot tumani', 'Алатский район', 'olot tumani' || char(10) || 'алатский район'),
  (1706207, 1706, 'Buxoro tumani', 'Бухарский район', 'buxoro tumani' || char(10) || 'бухарский район'),
  (1706212, 1706, 'Vobkent tumani', 'Вабкентский район', 'vobkent tumani' || char(10) || 'вабкентский район'),
  (1706215, 1706, 'G‘ijduvon tumani', 'Гиждуванский район', 'gijduvon tumani' || char(10) || 'гиждуванский район'),
  (1706219, 1706, 'Kogon tumani', 'Каганский район', 'kogon tumani' || char(10) || 'каганский район'),
  (1706230, 1706, 'Qorako‘l tumani', 'Каракульский район', 'qorakol tumani' || char(10) || 'каракульский район'),
  (1706232, 1706, 'Qorovulbozor tumani', 'Караулбазарский район', 'qorovulbozor tumani' || char(10) || 'караулбазарский район'),
  (1706240, 1706, 'Peshku tumani', 'Пешкунский район', 'peshku tumani' || char(10) || 'пешкунский район'),
  (1706242, 1706, 'Romitan tumani', 'Ромитанский район', 'romitan tumani' || char(10) || 'ромитанский район'),
  (1706246, 1706, 'Jondor tumani', 'Жондорский район', 'jondor tumani' || char(10) || 'жондорский район'),
  (1706258, 1706, 'Shofirkon tumani', 'Шафирканский район', 'shofirkon tumani' || char(10) || 'шафирканский район'),
  (1706401, 1706, 'Buxoro shahri', 'город Бухара', 'buxoro shahri' || char(10) || 'город бухара'),
  (1706403, 1706, 'Kogon shahri', 'город Каган', 'kogon shahri' || char(10) || 'город каган');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1708201, 1708, 'Arnasoy tumani', 'Арнасайский район', 'arnasoy tumani' || char(10) || 'арнасайский район'),
  (1708204, 1708, 'Baxmal tumani', 'Бахмальский район', 'baxmal tumani' || char(10) || 'бахмальский район'),
  (1708209, 1708, 'G‘allaorol tumani', 'Галляаральский район', 'gallaorol tumani' || char(10) || 'галляаральский район'),
  (1708212, 1708, 'Sharof Rashidov tumani', 'Шараф-Рашидовский район', 'sharof rashidov tumani' || char(10) || 'шараф-рашидовский район'),
  (1708215, 1708, 'Do‘stlik tumani', 'Дустликский район', 'dostlik tumani' || char(10) || 'дустликский район'),
  (1708218, 1708, 'Zomin tumani', 'Зааминский район', 'zomin tumani' || char(10) || 'зааминский район'),
  (1708220, 1708, 'Zarbdor tumani', 'Зарбдарский район', 'zarbdor tumani' || char(10) || 'зарбдарский район'),
  (1708223, 1708, 'Mirzacho‘l tumani', 'Мирзачульский район', 'mirzachol tumani' || char(10) || 'мирзачульский район'),
  (1708225, 1708, 'Zafarobod tumani', 'Зафарабадский район', 'zafarobod tumani' || char(10) || 'зафарабадский район'),
  (1708228, 1708, 'Paxtakor tumani', 'Пахтакорский район', 'paxtakor tumani' || char(10) || 'пахтакорский район'),
  (1708235, 1708, 'Forish tumani', 'Фаришский район', 'forish tumani' || char(10) || 'фаришский район'),
  (1708237, 1708, 'Yangiobod tumani', 'Янгиабадский район', 'yangiobod tumani' || char(10) || 'янгиабадский район'),
  (1708401, 1708, 'Jizzax shahri', 'город Джизак', 'jizzax shahri' || char(10) || 'город джизак');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1710207, 1710, 'G‘uzor tumani', 'Гузарский район', 'guzor tumani' || char(10) || 'гузарский район'),
  (1710212, 1710, 'Dehqonobod tumani', 'Дехканабадский район', 'dehqonobod tumani' || char(10) || 'дехканабадский район'),
  (1710220, 1710, 'Qamashi tumani', 'Камашинский район', 'qamashi tumani' || char(10) || 'камашинский район'),
  (1710224, 1710, 'Qarshi tumani', 'Каршинский район', 'qarshi tumani' || char(10) || 'каршинский район'),
  (1710229, 1710, 'Koson tumani', 'Касанский район', 'koson tumani' || char(10) || 'касанский район'),
  (1710232, 1710, 'Kitob tumani', 'Китабский район', 'kitob tumani' || char(10) || 'китабский район'),
  (1710233, 1710, 'Mirishkor tumani', 'Миришкорский район', 'mirishkor tumani' || char(10) || 'миришкорский район'),
  (1710234, 1710, 'Muborak tumani', 'Мубарекский район', 'muborak tumani' || char(10) || 'мубарекский район'),
  (1710235, 1710, 'Nishon tumani', 'Нишанский район', 'nishon tumani' || char(10) || 'нишанский район'),
  (1710237, 1710, 'Kasbi tumani', 'Касбийский район', 'kasbi tumani' || char(10) || 'касбийский район'),
  (1710240, 1710, 'Ko‘kdala tumani', 'Кукдалинский район', 'kokdala tumani' || char(10) || 'кукдалинский район'),
  (1710242, 1710, 'Chiroqchi tumani', 'Чиракчинский район', 'chiroqchi tumani' || char(10) || 'чиракчинский район'),
  (1710245, 1710, 'Shahrisabz tumani', 'Шахрисабзский район', 'shahrisabz tumani' || char(10) || 'шахрисабзский район'),
  (1710250, 1710, 'Yakkabog‘ tumani', 'Яккабагский район', 'yakkabog tumani' || char(10) || 'яккабагский район'),
  (1710401, 1710, 'Qarshi shahri', 'город Карши', 'qarshi shahri' || char(10) || 'город карши'),
  (1710405, 1710, 'Shahrisabz shahri', 'город Шахрисабз', 'shahrisabz shahri' || char(10) || 'город шахрисабз');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1712211, 1712, 'Konimex tumani', 'Канимехский район', 'konimex tumani' || char(10) || 'канимехский район'),
  (1712216, 1712, 'Qiziltepa tumani', 'Кызылтепинский район', 'qiziltepa tumani' || char(10) || 'кызылтепинский район'),
  (1712230, 1712, 'Navbahor tumani', 'Навбахорский район', 'navbahor tumani' || char(10) || 'навбахорский район'),
  (1712234, 1712, 'Karmana tumani', 'Карманинский район', 'karmana tumani' || char(10) || 'карманинский район'),
  (1712238, 1712, 'Nurota tumani', 'Нуратинский район', 'nurota tumani' || char(10) || 'нуратинский район'),
  (1712244, 1712, 'Tomdi tumani', 'Тамдынский район', 'tomdi tumani' || char(10) || 'тамдынский район'),
  (1712248, 1712, 'Uchquduq tumani', 'Учкудукский район', 'uchquduq tumani' || char(10) || 'учкудукский район'),
  (1712251, 1712, 'Xatirchi tumani', 'Хатырчинский район', 'xatirchi tumani' || char(10) || 'хатырчинский район'),
  (1712401, 1712, 'Navoiy shahri', 'город Навои', 'navoiy shahri' || char(10) || 'город навои'),
  (1712408, 1712, 'Zarafshon shahri', 'город Зарафшан', 'zarafshon shahri' || char(10) || 'город зарафшан'),
  (1712412, 1712, 'G‘ozg‘on shahri', 'город Газган', 'gozgon shahri' || char(10) || 'город газган');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1714204, 1714, 'Mingbuloq tumani', 'Мингбулакский район', 'mingbuloq tumani' || char(10) || 'мингбулакский район'),
  (1714207, 1714, 'Kosonsoy tumani', 'Касансайский район', 'kosonsoy tumani' || char(10) || 'касансайский район'),
  (1714212, 1714, 'Namangan tumani', 'Наманганский район', 'namangan tumani' || char(10) || 'наманганский район'),
  (1714216, 1714, 'Norin tumani', 'Нарынский район', 'norin tumani' || char(10) || 'нарынский район'),
  (1714219, 1714, 'Pop tumani', 'Папский район', 'pop tumani' || char(10) || 'папский район'),
  (1714224, 1714, 'To‘raqo‘rg‘on tumani', 'Туракурганский район', 'toraqorgon tumani' || char(10) || 'туракурганский район'),
  (1714229, 1714, 'Uychi tumani', 'Уйчинский район', 'uychi tumani' || char(10) || 'уйчинский район'),
  (1714234, 1714, 'Uchqo‘rg‘on tumani', 'Учкурганский район', 'uchqorgon tumani' || char(10) || 'учкурганский район'),
  (1714236, 1714, 'Chortoq tumani', 'Чартакский район', 'chortoq tumani' || char(10) || 'чартакский район'),
  (1714237, 1714, 'Chust tumani', 'Чустский район', 'chust tumani' || char(10) || 'чустский район'),
  (1714242, 1714, 'Yangiqo‘rg‘on tumani', 'Янгикурганский район', 'yangiqorgon tumani' || char(10) || 'янгикурганский район'),
  (1714401, 1714, 'Namangan shahri', 'город Наманган', 'namangan shahri' || char(10) || 'город наманган');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1718203, 1718, 'Oqdaryo tumani', 'Акдарьинский район', 'oqdaryo tumani' || char(10) || 'акдарьинский район'),
  (1718206, 1718, 'Bulung‘ur tumani', 'Булунгурский район', 'bulungur tumani' || char(10) || 'булунгурский район'),
  (1718209, 1718, 'Jomboy tumani', 'Джамбайский район', 'jomboy tumani' || char(10) || 'джамбайский район'),
  (1718212, 1718, 'Ishtixon tumani', 'Иштыханский район', 'ishtixon tumani' || char(10) || 'иштыханский район'),
  (1718215, 1718, 'Kattaqo‘rg‘on tumani', 'Каттакурганский район', 'kattaqorgon tumani' || char(10) || 'каттакурганский район'),
  (1718216, 1718, 'Qo‘shrabot tumani', 'Кошрабадский район', 'qoshrabot tumani' || char(10) || 'кошрабадский район'),
  (1718218, 1718, 'Narpay tumani', 'Нарпайский район', 'narpay tumani' || char(10) || 'нарпайский район'),
  (1718224, 1718, 'Payariq tumani', 'Пайарыкский район', 'payariq tumani' || char(10) || 'пайарыкский район'),
  (1718227, 1718, 'Pastdarg‘om tumani', 'Пастдаргомский район', 'pastdargom tumani' || char(10) || 'пастдаргомский район'),
  (1718230, 1718, 'Paxtachi tumani', 'Пахтачийский район', 'paxtachi tumani' || char(10) || 'пахтачийский район'),
  (1718233, 1718, 'Samarqand tumani', 'Самаркандский район', 'samarqand tumani' || char(10) || 'самаркандский район'),
  (1718235, 1718, 'Nurobod tumani', 'Нурабадский район', 'nurobod tumani' || char(10) || 'нурабадский район'),
  (1718236, 1718, 'Urgut tumani', 'Ургутский район', 'urgut tumani' || char(10) || 'ургутский район'),
  (1718238, 1718, 'Toyloq tumani', 'Тайлакский район', 'toyloq tumani' || char(10) || 'тайлакский район'),
  (1718401, 1718, 'Samarqand shahri', 'город Самарканд', 'samarqand shahri' || char(10) || 'город самарканд'),
  (1718406, 1718, 'Kattaqo‘rg‘on shahri', 'город Каттакурган', 'kattaqorgon shahri' || char(10) || 'город каттакурган');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1722201, 1722, 'Oltinsoy tumani', 'Алтынсайский район', 'oltinsoy tumani' || char(10) || 'алтынсайский район'),
  (1722202, 1722, 'Angor tumani', 'Ангорский район', 'angor tumani' || char(10) || 'ангорский район'),
  (1722203, 1722, 'Bandixon tumani', 'Бандиханский район', 'bandixon tumani' || char(10) || 'бандиханский район'),
  (1722204, 1722, 'Boysun tumani', 'Байсунский район', 'boysun tumani' || char(10) || 'байсунский район'),
  (1722207, 1722, 'Muzrabot tumani', 'Музрабадский район', 'muzrabot tumani' || char(10) || 'музрабадский район'),
  (1722210, 1722, 'Denov tumani', 'Денауский район', 'denov tumani' || char(10) || 'денауский район'),
  (1722212, 1722, 'Jarqo‘rg‘on tumani', 'Джаркурганский район', 'jarqorgon tumani' || char(10) || 'джаркурганский район'),
  (1722214, 1722, 'Qumqo‘rg‘on tumani', 'Кумкурганский район', 'qumqorgon tumani' || char(10) || 'кумкурганский район'),
  (1722215, 1722, 'Qiziriq tumani', 'Кизирикский район', 'qiziriq tumani' || char(10) || 'кизирикский район'),
  (1722217, 1722, 'Sariosiyo tumani', 'Сариасийский район', 'sariosiyo tumani' || char(10) || 'сариасийский район'),
  (1722220, 1722, 'Termiz tumani', 'Термезский район', 'termiz tumani' || char(10) || 'термезский район'),
  (1722221, 1722, 'Uzun tumani', 'Узунский район', 'uzun tumani' || char(10) || 'узунский район'),
  (1722223, 1722, 'Sherobod tumani', 'Шерабадский район', 'sherobod tumani' || char(10) || 'шерабадский район'),
  (1722226, 1722, 'Sho‘rchi tumani', 'Шурчинский район', 'shorchi tumani' || char(10) || 'шурчинский район'),
  (1722401, 1722, 'Termiz shahri', 'город Термез', 'termiz shahri' || char(10) || 'город термез');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1724206, 1724, 'Oqoltin tumani', 'Акалтынский район', 'oqoltin tumani' || char(10) || 'акалтынский район'),
  (1724212, 1724, 'Boyovut tumani', 'Баяутский район', 'boyovut tumani' || char(10) || 'баяутский район'),
  (1724216, 1724, 'Sayxunobod tumani', 'Сайхунабадский район', 'sayxunobod tumani' || char(10) || 'сайхунабадский район'),
  (1724220, 1724, 'Guliston tumani', 'Гулистанский район', 'guliston tumani' || char(10) || 'гулистанский район'),
  (1724226, 1724, 'Sardoba tumani', 'Сардобский район', 'sardoba tumani' || char(10) || 'сардобский район'),
  (1724228, 1724, 'Mirzaobod tumani', 'Мирзаабадский район', 'mirzaobod tumani' || char(10) || 'мирзаабадский район'),
  (1724231, 1724, 'Sirdaryo tumani', 'Сырдарьинский район', 'sirdaryo tumani' || char(10) || 'сырдарьинский район'),
  (1724235, 1724, 'Xovos tumani', 'Хавастский район', 'xovos tumani' || char(10) || 'хавастский район'),
  (1724401, 1724, 'Guliston shahri', 'город Гулистан', 'guliston shahri' || char(10) || 'город гулистан'),
  (1724410, 1724, 'Shirin shahri', 'город Ширин', 'shirin shahri' || char(10) || 'город ширин'),
  (1724413, 1724, 'Yangiyer shahri', 'город Янгиер', 'yangiyer shahri' || char(10) || 'город янгиер');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1726262, 1726, 'Uchtepa tumani', 'Учтепинский район', 'uchtepa tumani' || char(10) || 'учтепинский район'),
  (1726264, 1726, 'Bektemir tumani', 'Бектемирский район', 'bektemir tumani' || char(10) || 'бектемирский район'),
  (1726266, 1726, 'Yunusobod tumani', 'Юнусабадский район', 'yunusobod tumani' || char(10) || 'юнусабадский район'),
  (1726269, 1726, 'Mirzo Ulug‘bek tumani', 'Мирзо-Улугбекский район', 'mirzo ulugbek tumani' || char(10) || 'мирзо-улугбекский район'),
  (1726273, 1726, 'Mirobod tumani', 'Мирабадский район', 'mirobod tumani' || char(10) || 'мирабадский район'),
  (1726277, 1726, 'Shayxontohur tumani', 'Шайхантахурский район', 'shayxontohur tumani' || char(10) || 'шайхантахурский район'),
  (1726280, 1726, 'Olmazor tumani', 'Алмазарский район', 'olmazor tumani' || char(10) || 'алмазарский район'),
  (1726283, 1726, 'Sirg‘ali tumani', 'Сергелийский район', 'sirgali tumani' || char(10) || 'сергелийский район'),
  (1726287, 1726, 'Yakkasaroy tumani', 'Яккасарайский район', 'yakkasaroy tumani' || char(10) || 'яккасарайский район'),
  (1726290, 1726, 'Yashnobod tumani', 'Яшнабадский район', 'yashnobod tumani' || char(10) || 'яшнабадский район'),
  (1726292, 1726, 'Yangihayot tumani', 'Янгихаётский район', 'yangihayot tumani' || char(10) || 'янгихаетский район'),
  (1726294, 1726, 'Chilonzor tumani', 'Чиланзарский район', 'chilonzor tumani' || char(10) || 'чиланзарский район');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1727206, 1727, 'Oqqo‘rg‘on tumani', 'Аккурганский район', 'oqqorgon tumani' || char(10) || 'аккурганский район'),
  (1727212, 1727, 'Ohangaron tumani', 'Ахангаранский район', 'ohangaron tumani' || char(10) || 'ахангаранский район'),
  (1727220, 1727, 'Bekobod tumani', 'Бекабадский район', 'bekobod tumani' || char(10) || 'бекабадский район'),
  (1727224, 1727, 'Bo‘stonliq tumani', 'Бостанлыкский район', 'bostonliq tumani' || char(10) || 'бостанлыкский район'),
  (1727228, 1727, 'Bo‘ka tumani', 'Букинский район', 'boka tumani' || char(10) || 'букинский район'),
  (1727233, 1727, 'Quyichirchiq tumani', 'Куйичирчикский район', 'quyichirchiq tumani' || char(10) || 'куйичирчикский район'),
  (1727237, 1727, 'Zangiota tumani', 'Зангиатинский район', 'zangiota tumani' || char(10) || 'зангиатинский район'),
  (1727239, 1727, 'Yuqorichirchiq tumani', 'Юкоричирчикский район', 'yuqorichirchiq tumani' || char(10) || 'юкоричирчикский район'),
  (1727248, 1727, 'Qibray tumani', 'Кибрайский район', 'qibray tumani' || char(10) || 'кибрайский район'),
  (1727249, 1727, 'Parkent tumani', 'Паркентский район', 'parkent tumani' || char(10) || 'паркентский район'),
  (1727250, 1727, 'Piskent tumani', 'Пскентский район', 'piskent tumani' || char(10) || 'пскентский район'),
  (1727253, 1727, 'O‘rtachirchiq tumani', 'Уртачирчикский район', 'ortachirchiq tumani' || char(10) || 'уртачирчикский район'),
  (1727256, 1727, 'Chinoz tumani', 'Чиназский район', 'chinoz tumani' || char(10) || 'чиназский район'),
  (1727259, 1727, 'Yangiyo‘l tumani', 'Янгиюльский район', 'yangiyol tumani' || char(10) || 'янгиюльский район'),
  (1727265, 1727, 'Toshkent tumani', 'Ташкентский район', 'toshkent tumani' || char(10) || 'ташкентский район'),
  (1727401, 1727, 'Nurafshon shahri', 'город Нурафшон', 'nurafshon shahri' || char(10) || 'город нурафшон'),
  (1727404, 1727, 'Olmaliq shahri', 'город Алмалык', 'olmaliq shahri' || char(10) || 'город алмалык'),
  (1727407, 1727, 'Angren shahri', 'город Ангрен', 'angren shahri' || char(10) || 'город ангрен'),
  (1727413, 1727, 'Bekobod shahri', 'город Бекабад', 'bekobod shahri' || char(10) || 'город бекабад'),
  (1727415, 1727, 'Ohangaron shahri', 'город Ахангаран', 'ohangaron shahri' || char(10) || 'город ахангаран'),
  (1727419, 1727, 'Chirchiq shahri', 'город Чирчик', 'chirchiq shahri' || char(10) || 'город чирчик'),
  (1727424, 1727, 'Yangiyo‘l shahri', 'город Янгиюль', 'yangiyol shahri' || char(10) || 'город янгиюль');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1730203, 1730, 'Oltiariq tumani', 'Алтыарыкский район', 'oltiariq tumani' || char(10) || 'алтыарыкский район'),
  (1730206, 1730, 'Qo‘shtepa tumani', 'Куштепинский район', 'qoshtepa tumani' || char(10) || 'куштепинский район'),
  (1730209, 1730, 'Bog‘dod tumani', 'Багдадский район', 'bogdod tumani' || char(10) || 'багдадский район'),
  (1730212, 1730, 'Buvayda tumani', 'Бувайдинский район', 'buvayda tumani' || char(10) || 'бувайдинский район'),
  (1730215, 1730, 'Beshariq tumani', 'Бешарыкский район', 'beshariq tumani' || char(10) || 'бешарыкский район'),
  (1730218, 1730, 'Quva tumani', 'Кувинский район', 'quva tumani' || char(10) || 'кувинский район'),
  (1730221, 1730, 'Uchko‘prik tumani', 'Учкуприкский район', 'uchkoprik tumani' || char(10) || 'учкуприкский район'),
  (1730224, 1730, 'Rishton tumani', 'Риштанский район', 'rishton tumani' || char(10) || 'риштанский район'),
  (1730226, 1730, 'So‘x tumani', 'Сохский район', 'sox tumani' || char(10) || 'сохский район'),
  (1730227, 1730, 'Toshloq tumani', 'Ташлакский район', 'toshloq tumani' || char(10) || 'ташлакский район'),
  (1730230, 1730, 'O‘zbekiston tumani', 'Узбекистанский район', 'ozbekiston tumani' || char(10) || 'узбекистанский район'),
  (1730233, 1730, 'Farg‘ona tumani', 'Ферганский район', 'fargona tumani' || char(10) || 'ферганский район'),
  (1730236, 1730, 'Dang‘ara tumani', 'Дангаринский район', 'dangara tumani' || char(10) || 'дангаринский район'),
  (1730238, 1730, 'Furqat tumani', 'Фуркатский район', 'furqat tumani' || char(10) || 'фуркатский район'),
  (1730242, 1730, 'Yozyovon tumani', 'Язъяванский район', 'yozyovon tumani' || char(10) || 'язъяванский район'),
  (1730401, 1730, 'Farg‘ona shahri', 'город Фергана', 'fargona shahri' || char(10) || 'город фергана'),
  (1730405, 1730, 'Qo‘qon shahri', 'город Коканд', 'qoqon shahri' || char(10) || 'город коканд'),
  (1730408, 1730, 'Quvasoy shahri', 'город Кувасай', 'quvasoy shahri' || char(10) || 'город кувасай'),
  (1730412, 1730, 'Marg‘ilon shahri', 'город Маргилан', 'margilon shahri' || char(10) || 'город маргилан');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1733204, 1733, 'Bog‘ot tumani', 'Багатский район', 'bogot tumani' || char(10) || 'багатский район'),
  (1733208, 1733, 'Gurlan tumani', 'Гурленский район', 'gurlan tumani' || char(10) || 'гурленский район'),
  (1733212, 1733, 'Qo‘shko‘pir tumani', 'Кошкупырский район', 'qoshkopir tumani' || char(10) || 'кошкупырский район'),
  (1733217, 1733, 'Urganch tumani', 'Ургенчский район', 'urganch tumani' || char(10) || 'ургенчский район'),
  (1733220, 1733, 'Hazorasp tumani', 'Хазараспский район', 'hazorasp tumani' || char(10) || 'хазараспский район'),
  (1733221, 1733, 'Tuproqqal’a tumani', 'Тупроккалинский район', 'tuproqqala tumani' || char(10) || 'тупроккалинский район'),
  (1733223, 1733, 'Xonqa tumani', 'Ханкинский район', 'xonqa tumani' || char(10) || 'ханкинский район'),
  (1733226, 1733, 'Xiva tumani', 'Хивинский район', 'xiva tumani' || char(10) || 'хивинский район'),
  (1733230, 1733, 'Shovot tumani', 'Шаватский район', 'shovot tumani' || char(10) || 'шаватский район'),
  (1733233, 1733, 'Yangiariq tumani', 'Янгиарыкский район', 'yangiariq tumani' || char(10) || 'янгиарыкский район'),
  (1733236, 1733, 'Yangibozor tumani', 'Янгибазарский район', 'yangibozor tumani' || char(10) || 'янгибазарский район'),
  (1733401, 1733, 'Urganch shahri', 'город Ургенч', 'urganch shahri' || char(10) || 'город ургенч'),
  (1733406, 1733, 'Xiva shahri', 'город Хива', 'xiva shahri' || char(10) || 'город хива');

INSERT INTO district (id, region_id, name, name_ru, fold) VALUES
  (1735204, 1735, 'Amudaryo tumani', 'Амударьинский район', 'amudaryo tumani' || char(10) || 'амударьинский район'),
  (1735207, 1735, 'Beruniy tumani', 'Берунийский район', 'beruniy tumani' || char(10) || 'берунийский район'),
  (1735209, 1735, 'Bo‘zatov tumani', 'Бозатауский район', 'bozatov tumani' || char(10) || 'бозатауский район'),
  (1735211, 1735, 'Qorao‘zak tumani', 'Караузякский район', 'qoraozak tumani' || char(10) || 'караузякский район'),
  (1735212, 1735, 'Kegeyli tumani', 'Кегейлийский район', 'kegeyli tumani' || char(10) || 'кегейлийский район'),
  (1735215, 1735, 'Qo‘ng‘irot tumani', 'Кунградский район', 'qongirot tumani' || char(10) || 'кунградский район'),
  (1735218, 1735, 'Qanliko‘l tumani', 'Канлыкульский район', 'qanlikol tumani' || char(10) || 'канлыкульский район'),
  (1735222, 1735, 'Mo‘ynoq tumani', 'Муйнакский район', 'moynoq tumani' || char(10) || 'муйнакский район'),
  (1735225, 1735, 'Nukus tumani', 'Нукусский район', 'nukus tumani' || char(10) || 'нукусский район'),
  (1735228, 1735, 'Taxiatosh tumani', 'Тахиаташский район', 'taxiatosh tumani' || char(10) || 'тахиаташский район'),
  (1735230, 1735, 'Taxtako‘pir tumani', 'Тахтакупырский район', 'taxtakopir tumani' || char(10) || 'тахтакупырский район'),
  (1735233, 1735, 'To‘rtko‘l tumani', 'Турткульский район', 'tortkol tumani' || char(10) || 'турткульский район'),
  (1735236, 1735, 'Xo‘jayli tumani', 'Ходжейлийский район', 'xojayli tumani' || char(10) || 'ходжейлийский район'),
  (1735240, 1735, 'Chimboy tumani', 'Чимбайский район', 'chimboy tumani' || char(10) || 'чимбайский район'),
  (1735243, 1735, 'Shumanay tumani', 'Шуманайский район', 'shumanay tumani' || char(10) || 'шуманайский район'),
  (1735250, 1735, 'Ellikqal’a tumani', 'Элликкалинский район', 'ellikqala tumani' || char(10) || 'элликкалинский район'),
  (1735401, 1735, 'Nukus shahri', 'город Нукус', 'nukus shahri' || char(10) || 'город нукус');
