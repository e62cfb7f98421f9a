// long: the one table of every text a caller may be shown
/** The contract's English texts, each the key of its Uzbek and Russian ones. */
export const translations = {
  "This field is required.": ["Bu maydon to‘ldirilishi shart.", "Обязательное поле."],
  "This field may not be null.": ["Bu maydon null bo‘lishi mumkin emas.", "Это поле не может быть null."],
  "This field may not be blank.": ["Bu maydon bo‘sh bo‘lishi mumkin emas.", "Это поле не может быть пустым."],
  "Not a valid string.": ["Matn noto‘g‘ri.", "Недопустимая строка."],
  "Null characters are not allowed.": ["NUL belgisi mumkin emas.", "Нулевые символы запрещены."],
  "Ensure this field has no more than {limit} characters.": [
    "Bu maydonda {limit} tadan ko‘p belgi bo‘lmasin.",
    "Убедитесь, что это поле содержит не более {limit} символов.",
  ],
  "Ensure this field has at least {limit} characters.": [
    "Bu maydonda kamida {limit} ta belgi bo‘lsin.",
    "Убедитесь, что это поле содержит не менее {limit} символов.",
  ],
  "A valid integer is required.": ["Butun son kiriting.", "Введите правильное целое число."],
  "A valid number is required.": ["Son kiriting.", "Введите правильное число."],
  "Ensure this value is less than or equal to {limit}.": [
    "Qiymat {limit} dan oshmasin.",
    "Убедитесь, что это значение меньше либо равно {limit}.",
  ],
  "Ensure this value is greater than or equal to {limit}.": [
    "Qiymat {limit} dan kam bo‘lmasin.",
    "Убедитесь, что это значение больше либо равно {limit}.",
  ],
  "Ensure that there are no more than {limit} digits in total.": [
    "Jami {limit} tadan ko‘p raqam bo‘lmasin.",
    "Убедитесь, что вы ввели не более {limit} цифр всего.",
  ],
  "Ensure that there are no more than {limit} decimal places.": [
    "Kasr qismida {limit} tadan ko‘p raqam bo‘lmasin.",
    "Убедитесь, что вы ввели не более {limit} цифр в дробной части.",
  ],
  "Ensure that there are no more than {limit} digits before the decimal point.": [
    "Butun qismida {limit} tadan ko‘p raqam bo‘lmasin.",
    "Убедитесь, что вы ввели не более {limit} цифр в целой части.",
  ],
  "Must be a valid boolean.": ["Mantiqiy qiymat kiriting (true yoki false).", "Введите логическое значение."],
  "Enter a valid email address.": [
    "To‘g‘ri elektron pochta kiriting.",
    "Введите правильный адрес электронной почты.",
  ],
  "Enter a valid URL.": ["To‘g‘ri URL kiriting.", "Введите корректный URL."],
  "Enter a valid date.": ["To‘g‘ri sana kiriting.", "Введите правильную дату."],
  "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.": [
    "Sana formati noto‘g‘ri. Mana shu formatda yozing: YYYY-MM-DD.",
    "Неправильный формат даты. Используйте формат: YYYY-MM-DD.",
  ],
  "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].":
    [
      "Sana va vaqt formati noto‘g‘ri. Mana shu formatda yozing: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].",
      "Неправильный формат даты и времени. Используйте формат: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].",
    ],
  '"{input}" is not a valid choice.': [
    "“{input}” mumkin bo‘lgan qiymatlardan emas.",
    "Значения «{input}» нет среди допустимых вариантов.",
  ],
  "Value must be valid JSON.": ["Qiymat to‘g‘ri JSON bo‘lsin.", "Значение должно быть корректным JSON."],
  "Ensure this value is at most {limit} bytes of JSON and {levels} levels deep.": [
    "JSON {limit} baytdan va {levels} pog‘onadan oshmasin.",
    "JSON должен занимать не более {limit} байт и {levels} уровней.",
  ],
  "Invalid data. Expected a dictionary, but got {input}.": [
    "Noto‘g‘ri ma’lumot. Obyekt kutilgan edi, {input} keldi.",
    "Недопустимые данные. Ожидался dictionary, но был получен {input}.",
  ],
  "No data provided": ["Ma’lumot berilmagan", "Данные не предоставлены"],
  "No file was submitted.": ["Fayl yuborilmagan.", "Ни одного файла не было отправлено."],
  "Upload a valid image. The file you uploaded was either not an image or a corrupted image.": [
    "To‘g‘ri rasm yuklang. Yuborilgan fayl rasm emas yoki buzilgan.",
    "Загрузите правильное изображение. Файл, который вы загрузили, поврежден или не является изображением.",
  ],
  "Ensure the image has no more than {limit} megapixels.": [
    "Rasm {limit} megapikseldan katta bo‘lmasin.",
    "Убедитесь, что в изображении не более {limit} мегапикселей.",
  ],
  "Ensure the file has no more than {limit} MiB.": [
    "Fayl {limit} MiB dan katta bo‘lmasin.",
    "Убедитесь, что файл не больше {limit} МиБ.",
  ],
  "This field must be unique.": ["Bu qiymat band.", "Значение этого поля должно быть уникальным."],
  "{model} with this {field} already exists.": [
    "Bunday {field} bilan {model} allaqachon bor.",
    "{model} с таким {field} уже существует.",
  ],
  'Invalid pk "{input}" - object does not exist.': [
    "“{input}” raqamli obyekt yo‘q.",
    "Недопустимый первичный ключ «{input}» - объект не существует.",
  ],
  "The password is too similar to the username.": [
    "Parol foydalanuvchi nomiga o‘xshamasin.",
    "Пароль не должен совпадать с именем пользователя.",
  ],
  "The old password is wrong.": ["Eski parol noto‘g‘ri.", "Старый пароль неверен."],
  "Authentication credentials were not provided.": [
    "Avtorizatsiya ma’lumotlari berilmagan.",
    "Учетные данные не были предоставлены.",
  ],
  "Given token not valid for any token type": [
    "Token yaroqsiz",
    "Данный токен недействителен для любого типа токена",
  ],
  "Token is invalid or expired": ["Token yaroqsiz yoki muddati o‘tgan", "Токен недействителен или просрочен"],
  "Token has wrong type": ["Token turi noto‘g‘ri", "Токен имеет неправильный тип"],
  "Token is blacklisted": ["Token bekor qilingan", "Токен занесен в черный список"],
  "Authorization header must contain two space-delimited values": [
    "Authorization sarlavhasi bo‘sh joy bilan ajratilgan ikki qismdan iborat bo‘lsin",
    "Заголовок авторизации должен содержать два значения, разделенных пробелом",
  ],
  "User not found": ["Foydalanuvchi topilmadi", "Пользователь не найден"],
  "User is inactive": ["Foydalanuvchi faol emas", "Пользователь неактивен"],
  "No active account found with the given credentials": [
    "Bunday login va parol bilan faol foydalanuvchi topilmadi",
    "Не найдено активной учетной записи с указанными данными",
  ],
  "Invalid credentials": ["Login yoki parol noto‘g‘ri", "Неверное имя пользователя или пароль"],
  "Both username and password are required": [
    "Login va parol kiritilishi shart",
    "Необходимо указать имя пользователя и пароль",
  ],
  "You do not have permission to perform this action.": [
    "Bu amalni bajarishga ruxsatingiz yo‘q.",
    "У вас недостаточно прав для выполнения данного действия.",
  ],
  "Not found.": ["Topilmadi.", "Страница не найдена."],
  "Invalid page.": ["Bunday sahifa yo‘q.", "Неправильная страница"],
  "Invalid cursor": ["Kursor noto‘g‘ri", "Не корректный курсор"],
  'Method "{input}" not allowed.': ["“{input}” usuliga ruxsat yo‘q.", "Метод «{input}» не разрешен."],
  'Unsupported media type "{input}" in request.': [
    "So‘rovdagi “{input}” turi qo‘llab-quvvatlanmaydi.",
    "Неподдерживаемый тип данных «{input}» в запросе.",
  ],
  "Could not satisfy the request Accept header.": [
    "Accept sarlavhasidagi turlarni bera olmaymiz.",
    "Невозможно удовлетворить запрос с заголовком Accept.",
  ],
  "JSON parse error - {input}": ["JSON o‘qib bo‘lmadi - {input}", "Ошибка парсинга JSON - {input}"],
  "Multipart form parse error - {input}": [
    "Forma o‘qib bo‘lmadi - {input}",
    "Ошибка парсинга формы - {input}",
  ],
  "Request body is too large: the limit is {limit}.": [
    "So‘rov hajmi juda katta: eng ko‘pi {limit}.",
    "Тело запроса слишком большое: не более {limit}.",
  ],
  "Request was throttled. Expected available in {seconds} seconds.": [
    "So‘rovlar soni chegaradan oshdi. {seconds} soniyadan keyin urinib ko‘ring.",
    "Запрос был проигнорирован. Ожидается, что доступ появится через {seconds} секунд.",
  ],
  "Request was throttled. Expected available in 1 second.": [
    "So‘rovlar soni chegaradan oshdi. 1 soniyadan keyin urinib ko‘ring.",
    "Запрос был проигнорирован. Ожидается, что доступ появится через 1 секунду.",
  ],
  "The code {code} is in several projects: {projects}. Choose one with project_id or project.": [
    "{code} kodi bir nechta loyihada bor: {projects}. project_id yoki project bilan bittasini tanlang.",
    "Код {code} есть в нескольких проектах: {projects}. Выберите один через project_id или project.",
  ],
  "Ensure this list has no more than {limit} elements.": [
    "Ro‘yxatda {limit} tadan ko‘p element bo‘lmasin.",
    "Убедитесь, что список содержит не более {limit} элементов.",
  ],
  "Invalid data. Expected a list, but got {input}.": [
    "Noto‘g‘ri ma’lumot. Ro‘yxat kutilgan edi, {input} keldi.",
    "Недопустимые данные. Ожидался list, но был получен {input}.",
  ],
  "This search or order reads the whole table: sign in, or add a filter such as code, name or category.": [
    "Bu qidiruv yoki tartib butun jadvalni o‘qiydi: tizimga kiring yoki kod, nom, toifa kabi filtr qo‘shing.",
    "Такой поиск или порядок читает всю таблицу: войдите или добавьте фильтр, например код, название или категорию.",
  ],
  "The search looks into fields that are hidden from anonymous callers: sign in.": [
    "Qidiruv mehmonlardan yashirilgan maydonlarni ham ko‘radi: tizimga kiring.",
    "Поиск затрагивает поля, скрытые от гостей: войдите в систему.",
  ],
  'The cell holds "{input}" instead of a value.': [
    "Katakda qiymat o‘rniga “{input}” turibdi.",
    "В ячейке вместо значения «{input}».",
  ],
  "Idempotency-Key must have 1 to 255 characters.": [
    "Idempotency-Key 1 tadan 255 tagacha belgidan iborat bo‘lsin.",
    "Idempotency-Key должен содержать от 1 до 255 символов.",
  ],
  "This Idempotency-Key was used with another body.": [
    "Bu Idempotency-Key boshqa so‘rov bilan ishlatilgan.",
    "Этот Idempotency-Key уже использован с другим телом запроса.",
  ],
  "Only a task that ended with an error can be tried again.": [
    "Faqat xato bilan tugagan vazifani qayta boshlash mumkin.",
    "Повторить можно только задачу, завершившуюся с ошибкой.",
  ],
  "The row is being changed by others; try again.": [
    "Bu yozuvni hozir boshqalar o‘zgartirmoqda; qayta urinib ko‘ring.",
    "Запись сейчас изменяют другие; повторите попытку.",
  ],
  "The requested range is not satisfiable.": [
    "So‘ralgan oraliq faylda yo‘q.",
    "Запрошенный диапазон выходит за пределы файла.",
  ],
  "Internal server error": ["Serverda ichki xato", "Внутренняя ошибка сервера"],
} satisfies Record<string, readonly [uz: string, ru: string]>;
