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
  "Request body is too large: the limit is {limit}. Divide the file into several, for example by project or by category.":
    [
      "So‘rov hajmi juda katta: eng ko‘pi {limit}. Faylni bir nechtaga bo‘ling, masalan loyiha yoki toifa bo‘yicha.",
      "Тело запроса слишком большое: не более {limit}. Разделите файл на несколько, например по проектам или категориям.",
    ],
  "The file has more than {limit} rows. Divide it into several, for example by project or by category.": [
    "Faylda {limit} tadan ko‘p qator bor. Uni bir nechtaga bo‘ling, masalan loyiha yoki toifa bo‘yicha.",
    "В файле более {limit} строк. Разделите его на несколько, например по проектам или категориям.",
  ],
  "The file has values in more than {limit} columns. Delete the columns that are not needed.": [
    "Faylda {limit} tadan ko‘p ustunda qiymat bor. Keraksiz ustunlarni o‘chiring.",
    "В файле значения более чем в {limit} столбцах. Удалите ненужные столбцы.",
  ],
  "A cell has more than {limit} characters. Shorten its text.": [
    "Katakda {limit} tadan ko‘p belgi bor. Matnini qisqartiring.",
    "В ячейке более {limit} символов. Сократите её текст.",
  ],
  "The file has more than {limit} empty cells with a format. Delete the empty rows and columns around the table.":
    [
      "Faylda {limit} tadan ko‘p formatlangan bo‘sh katak bor. Jadval atrofidagi bo‘sh qator va ustunlarni o‘chiring.",
      "В файле более {limit} пустых ячеек с форматом. Удалите пустые строки и столбцы вокруг таблицы.",
    ],
  "The file unpacks to more than {limit} MiB. Divide it into several, or save it without empty rows and columns that have a format.":
    [
      "Fayl ochilganda {limit} MiB dan oshadi. Uni bir nechtaga bo‘ling yoki formatlangan bo‘sh qator va ustunlarsiz saqlang.",
      "Файл в распакованном виде больше {limit} МиБ. Разделите его на несколько или сохраните без пустых строк и столбцов с форматом.",
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
  "1C cannot be reached: check the address, and that the server of 1C is on and open to the internet.": [
    "1C bilan bog‘lanib bo‘lmadi: manzilni, shuningdek 1C serveri yoqilgani va internetdan ochiqligini tekshiring.",
    "Не удалось связаться с 1С: проверьте адрес, а также что сервер 1С включён и доступен из интернета.",
  ],
  "1C did not answer within {seconds} seconds.": [
    "1C {seconds} soniya ichida javob bermadi.",
    "1С не ответила за {seconds} с.",
  ],
  "1C stopped in the middle of its answer: nothing came for {seconds} seconds.": [
    "1C javobning o‘rtasida to‘xtab qoldi: {seconds} soniya davomida hech narsa kelmadi.",
    "1С остановилась посреди ответа: {seconds} с ничего не приходило.",
  ],
  "1C was not done after {seconds} seconds.": [
    "1C javobi {seconds} soniyada ham tugamadi.",
    "1С не закончила ответ за {seconds} с.",
  ],
  "1C's answer broke off: the connection was cut.": [
    "1C javobi uzilib qoldi: aloqa to‘xtadi.",
    "Ответ 1С оборвался: соединение разорвано.",
  ],
  "1C's answer broke off: its end is missing.": [
    "1C javobi chala: oxiri kelmadi.",
    "Ответ 1С оборвался: конца нет.",
  ],
  "1C's answer is larger than {limit}.": ["1C javobi {limit} dan katta.", "Ответ 1С больше {limit}."],
  "1C's answer is not valid XML.": ["1C javobi XML sifatida noto‘g‘ri.", "Ответ 1С — неправильный XML."],
  "1C's answer is not a SOAP answer.": ["1C javobi SOAP emas.", "Ответ 1С — не SOAP."],
  "1C's answer is not in the encoding that it names: {encoding}.": [
    "1C javobi aytilgan kodlashda emas: {encoding}.",
    "Ответ 1С не в той кодировке, которая указана: {encoding}.",
  ],
  "1C answered in an unknown encoding: {encoding}.": [
    "1C noma’lum kodlashda javob berdi: {encoding}.",
    "1С ответила в неизвестной кодировке: {encoding}.",
  ],
  "1C answered with an error: {reason}": ["1C xato qaytardi: {reason}", "1С ответила ошибкой: {reason}"],
  "1C answered, but without any {item}: check the name of the method.": [
    "1C javob berdi, lekin {item} yo‘q: metod nomini tekshiring.",
    "1С ответила, но без {item}: проверьте имя метода.",
  ],
  "1C asks for a user name and a password.": [
    "1C foydalanuvchi nomi va parolni so‘ramoqda.",
    "1С требует имя пользователя и пароль.",
  ],
  "1C refused the user name or the password.": [
    "1C foydalanuvchi nomi yoki parolni qabul qilmadi.",
    "1С не приняла имя пользователя или пароль.",
  ],
  "1C does not let this user call the service.": [
    "1C bu foydalanuvchiga xizmatni chaqirishga ruxsat bermaydi.",
    "1С не разрешает этому пользователю вызывать сервис.",
  ],
  "A bare IP address cannot be called from Cloudflare: give the server of 1C a host name.": [
    "Cloudflare’dan yalang IP manzilni chaqirib bo‘lmaydi: 1C serveriga host nomi bering.",
    "Из Cloudflare нельзя вызвать голый IP-адрес: дайте серверу 1С имя хоста.",
  ],
  "1C publishes nothing at this address.": [
    "Bu manzilda 1C hech narsa e’lon qilmagan.",
    "По этому адресу 1С ничего не публикует.",
  ],
  "A web page came instead of 1C's answer: a licence or login page, or another address.": [
    "1C javobi o‘rniga veb-sahifa keldi: litsenziya yoki kirish sahifasi, yoxud boshqa manzil.",
    "Вместо ответа 1С пришла веб-страница: страница лицензии или входа, либо другой адрес.",
  ],
  "1C's address redirects to another host: enter the final address.": [
    "1C manzili boshqa xostga yo‘naltiradi: oxirgi manzilni kiriting.",
    "Адрес 1С перенаправляет на другой хост: введите конечный адрес.",
  ],
  "There is no WSDL at the address: it usually ends in ?wsdl.": [
    "Bu manzilda WSDL yo‘q: manzil odatda ?wsdl bilan tugaydi.",
    "По этому адресу нет WSDL: он обычно кончается на ?wsdl.",
  ],
  "The address is on another server now: enter the password again, or null for none.": [
    "Manzil endi boshqa serverda: parolni qayta kiriting yoki parolsiz bo‘lsa null yuboring.",
    "Адрес теперь на другом сервере: введите пароль заново или null, если его нет.",
  ],
  "A method's name has letters, digits, dots, dashes and underscores alone.": [
    "Metod nomida faqat harf, raqam, nuqta, chiziqcha va pastki chiziq bo‘lsin.",
    "В имени метода только буквы, цифры, точки, дефисы и подчёркивания.",
  ],
  "The stored password cannot be read: enter it again.": [
    "Saqlangan parolni o‘qib bo‘lmadi: uni qayta kiriting.",
    "Сохранённый пароль не читается: введите его заново.",
  ],
  "This host may not be called: it is on a private network, or not among the allowed hosts.": [
    "Bu xostni chaqirib bo‘lmaydi: u ichki tarmoqda yoki ruxsat etilgan xostlar orasida emas.",
    "Этот хост нельзя вызывать: он в частной сети либо не среди разрешённых.",
  ],
  "Put the user name and the password into their own fields, not into the address.": [
    "Foydalanuvchi nomi va parolni manzilga emas, o‘z maydonlariga yozing.",
    "Укажите имя пользователя и пароль в их собственных полях, а не в адресе.",
  ],
  "The row is being changed by others; try again.": [
    "Bu yozuvni hozir boshqalar o‘zgartirmoqda; qayta urinib ko‘ring.",
    "Запись сейчас изменяют другие; повторите попытку.",
  ],
  "MyID is not configured": ["MyID sozlanmagan", "MyID не настроен"],
  "Incorrect client_id or client_secret": [
    "client_id yoki client_secret noto‘g‘ri",
    "Неверный client_id или client_secret",
  ],
  "Invalid token": ["Token yaroqsiz", "Недействительный токен"],
  "Invalid bot token": ["Bot tokeni yaroqsiz", "Недействительный токен бота"],
  "Invalid session parameters": ["Sessiya parametrlari noto‘g‘ri", "Неверные параметры сессии"],
  "Code parameter is required": ["code parametri kerak", "Требуется параметр code"],
  "The code is wrong, used or expired": [
    "Kod noto‘g‘ri, ishlatilgan yoki muddati o‘tgan",
    "Код неверный, уже использован или просрочен",
  ],
  "The kind of a client cannot change: make another client.": [
    "Mijozning turi o‘zgarmaydi: boshqa mijoz yarating.",
    "Вид клиента не меняется: создайте другого клиента.",
  ],
  "Expected a list of field paths.": ["Maydon yo‘llari ro‘yxati kerak.", "Ожидался список путей полей."],
  "Enter a phone number like 998901234567.": [
    "Telefon raqamini 998901234567 kabi kiriting.",
    "Введите номер телефона в виде 998901234567.",
  ],
  "Enter 2 Latin letters and 6 to 7 digits.": [
    "2 ta lotin harfi va 6-7 ta raqam kiriting.",
    "Введите 2 латинские буквы и 6–7 цифр.",
  ],
  "Enter 14 digits.": ["14 ta raqam kiriting.", "Введите 14 цифр."],
  "Must be a valid UUID.": ["To‘g‘ri UUID kiriting.", "Введите правильный UUID."],
  "This field is required with pass_data or pinfl.": [
    "pass_data yoki pinfl bilan bu maydon shart.",
    "Это поле обязательно вместе с pass_data или pinfl.",
  ],
  "A date of birth cannot be in the future.": [
    "Tug‘ilgan sana kelajakda bo‘lishi mumkin emas.",
    "Дата рождения не может быть в будущем.",
  ],
  "Give pass_data or pinfl, not both.": [
    "pass_data yoki pinfl dan bittasini yuboring.",
    "Передайте pass_data или pinfl, но не оба.",
  ],
  "MyID refuses this value.": ["MyID bu qiymatni qabul qilmaydi.", "MyID не принимает это значение."],
  "MyID did not answer in time.": ["MyID o‘z vaqtida javob bermadi.", "MyID не ответил вовремя."],
  "MyID cannot be reached.": ["MyID bilan bog‘lanib bo‘lmadi.", "Не удалось связаться с MyID."],
  "MyID does not accept this service's credentials.": [
    "MyID bu xizmatning hisob ma’lumotlarini qabul qilmaydi.",
    "MyID не принимает учётные данные этого сервиса.",
  ],
  "MyID answered with an error.": ["MyID xato bilan javob berdi.", "MyID ответил ошибкой."],
  "MyID's answer could not be understood.": [
    "MyID javobini tushunib bo‘lmadi.",
    "Не удалось разобрать ответ MyID.",
  ],
  "Passport data are wrong": ["Pasport ma’lumotlari noto‘g‘ri", "Неверные паспортные данные"],
  "Liveness check failed": ["Jonlilik tekshiruvidan o‘tmadi", "Проверка живости не пройдена"],
  "Recognition failed": ["Yuz tanilmadi", "Лицо не распознано"],
  "External service is unavailable": ["Tashqi xizmat ishlamayapti", "Внешний сервис недоступен"],
  "The person is deceased": ["Shaxs vafot etgan", "Человек умер"],
  "The photo was not received": ["Surat kelmadi", "Фото не получено"],
  "Internal error": ["Ichki xato", "Внутренняя ошибка"],
  "The task has expired": ["Vazifa muddati o‘tdi", "Срок задачи истёк"],
  "The queue timed out": ["Navbat vaqti tugadi", "Время ожидания в очереди истекло"],
  "The service is unavailable": ["Xizmat ishlamayapti", "Сервис недоступен"],
  "Liveness: bad photo": ["Jonlilik: surat yaroqsiz", "Живость: плохое фото"],
  "Recognition: bad photo": ["Tanish: surat yaroqsiz", "Распознавание: плохое фото"],
  "Service error (18)": ["Xizmat xatosi (18)", "Ошибка сервиса (18)"],
  "Service error (19)": ["Xizmat xatosi (19)", "Ошибка сервиса (19)"],
  "The photo is blurry": ["Surat xira", "Фото размыто"],
  "The face is not fully shown": ["Yuz to‘liq ko‘rinmayapti", "Лицо видно не полностью"],
  "Several faces are in the photo": ["Suratda bir nechta yuz bor", "На фото несколько лиц"],
  "The photo is grayscale": ["Surat oq-qora", "Фото чёрно-белое"],
  "Dark glasses": ["Qora ko‘zoynak", "Тёмные очки"],
  "The eyes are closed": ["Ko‘zlar yumuq", "Глаза закрыты"],
  "The head is turned": ["Bosh burilgan", "Голова повёрнута"],
  "The passport has expired": ["Pasport muddati o‘tgan", "Срок паспорта истёк"],
  "MyID sandbox": ["MyID sinov", "MyID: тест"],
  Language: ["Til", "Язык"],
  Passport: ["Pasport", "Паспорт"],
  Face: ["Yuz", "Лицо"],
  Result: ["Natija", "Результат"],
  "Your passport": ["Pasportingiz", "Ваш паспорт"],
  "Any number of the right form will do.": [
    "To‘g‘ri ko‘rinishdagi istalgan raqam bo‘laveradi.",
    "Подойдёт любой номер правильного вида.",
  ],
  "Passport series and number": ["Pasport seriyasi va raqami", "Серия и номер паспорта"],
  "Date of birth": ["Tug‘ilgan sana", "Дата рождения"],
  Continue: ["Davom etish", "Продолжить"],
  "Show your face": ["Yuzingizni ko‘rsating", "Покажите лицо"],
  "No camera is used here: choose how the check ends.": [
    "Bu yerda kamera ishlatilmaydi: tekshiruv qanday tugashini tanlang.",
    "Камера здесь не нужна: выберите, чем закончится проверка.",
  ],
  "The face is recognised": ["Yuz tanildi", "Лицо распознано"],
  "Another outcome": ["Boshqa natija", "Другой исход"],
  "End with this outcome": ["Shu natija bilan tugatish", "Закончить этим исходом"],
  "Identification failed": ["Identifikatsiya o‘tmadi", "Идентификация не пройдена"],
  "Identification passed": ["Identifikatsiya o‘tdi", "Идентификация пройдена"],
  "Try again": ["Qayta urinish", "Попробовать снова"],
  "One-time code": ["Bir martalik kod", "Одноразовый код"],
  "The SDK hands this code to the app; it works once, within five minutes.": [
    "SDK bu kodni ilovaga beradi; u bir marta, besh daqiqa ichida ishlaydi.",
    "SDK передаёт этот код приложению; он действует один раз, в течение пяти минут.",
  ],
  "This session is over": ["Bu sessiya tugagan", "Сессия завершена"],
  "Its code was used or has expired.": [
    "Uning kodi ishlatilgan yoki muddati o‘tgan.",
    "Её код использован или просрочен.",
  ],
  "This session has expired": ["Sessiya muddati o‘tgan", "Срок сессии истёк"],
  "Open a new session in the app.": ["Ilovada yangi sessiya oching.", "Откройте новую сессию в приложении."],
  "This is a rehearsal: nobody is checked, and people are made up. Do not enter real data.": [
    "Bu mashq: hech kim tekshirilmaydi, shaxslar o‘ylab topilgan. Haqiqiy ma’lumot kiritmang.",
    "Это репетиция: никого не проверяют, люди вымышлены. Не вводите настоящие данные.",
  ],
  "Header {name} is missing.": ["{name} sarlavhasi yo‘q.", "Нет заголовка {name}."],
  "Header {name} must have no more than {limit} characters.": [
    "{name} sarlavhasida {limit} tadan ko‘p belgi bo‘lmasin.",
    "В заголовке {name} должно быть не более {limit} символов.",
  ],
  "Header {name} must be a version such as 1.3.2.": [
    "{name} sarlavhasi 1.3.2 kabi versiya bo‘lsin.",
    "Заголовок {name} должен быть версией, например 1.3.2.",
  ],
  "Header {name} must be a UUID.": ["{name} sarlavhasi UUID bo‘lsin.", "Заголовок {name} должен быть UUID."],
  "Header {name} must be an API level such as 34.": [
    "{name} sarlavhasi 34 kabi API darajasi bo‘lsin.",
    "Заголовок {name} должен быть уровнем API, например 34.",
  ],
  "Header {name} must be one of: {values}.": [
    "{name} sarlavhasi quyidagilardan biri bo‘lsin: {values}.",
    "Заголовок {name} должен быть одним из: {values}.",
  ],
  "Both username and password are required, with no more than 150 and 128 characters.": [
    "username va password ikkalasi ham kerak, 150 va 128 tadan ko‘p bo‘lmagan belgi bilan.",
    "Нужны и username, и password, не длиннее 150 и 128 символов.",
  ],
  "This version of the app is too old: update it to {version} or newer.": [
    "Ilovaning bu versiyasi eskirgan: uni {version} yoki undan yangisiga yangilang.",
    "Эта версия приложения устарела: обновите её до {version} или новее.",
  ],
  "Invalid integrity token": ["Yaxlitlik tokeni noto‘g‘ri", "Недействительный токен целостности"],
  "Customer tokens are not configured: {name}": [
    "Mijoz tokenlari sozlanmagan: {name}",
    "Токены клиентов не настроены: {name}",
  ],
  "The identity server failed. Try again later.": [
    "Identifikatsiya serverida xato. Keyinroq urinib ko‘ring.",
    "Ошибка сервера идентификации. Повторите попытку позже.",
  ],
  "The identity server did not answer in time. Try again later.": [
    "Identifikatsiya serveri vaqtida javob bermadi. Keyinroq urinib ko‘ring.",
    "Сервер идентификации не ответил вовремя. Повторите попытку позже.",
  ],
  "The identity server refused the call.": [
    "Identifikatsiya serveri so‘rovni rad etdi.",
    "Сервер идентификации отклонил запрос.",
  ],
  "The requested range is not satisfiable.": [
    "So‘ralgan oraliq faylda yo‘q.",
    "Запрошенный диапазон выходит за пределы файла.",
  ],
  "Enter a valid IPv4 or IPv6 address.": [
    "To‘g‘ri IPv4 yoki IPv6 manzilni kiriting.",
    "Введите правильный адрес IPv4 или IPv6.",
  ],
  "The fields {names} must make a unique set.": [
    "{names} maydonlari birgalikda yagona bo‘lishi kerak.",
    "Поля {names} должны вместе быть уникальными.",
  ],
  "date_from must not be after date_to.": [
    "date_from date_to dan keyin bo‘lmasin.",
    "date_from не должна быть позже date_to.",
  ],
  "A range must have no more than {limit} days.": [
    "Oraliqda {limit} kundan ko‘p bo‘lmasin.",
    "В диапазоне должно быть не более {limit} дней.",
  ],
  "This list may not be empty.": ["Ro‘yxat bo‘sh bo‘lishi mumkin emas.", "Этот список не может быть пустым."],
  "Descriptions are not configured: set OPENAI_API_KEY to the key of a Chat Completions server.": [
    "Tavsiflar sozlanmagan: OPENAI_API_KEY ga Chat Completions serverining kalitini yozing.",
    "Описания не настроены: задайте в OPENAI_API_KEY ключ сервера Chat Completions.",
  ],
  "The run has not ended: wait for it, or cancel it first.": [
    "Ish hali tugamagan: tugashini kuting yoki avval bekor qiling.",
    "Работа ещё не окончена: дождитесь её или сначала отмените.",
  ],
  "Skipped: the row was deleted meanwhile.": [
    "O‘tkazib yuborildi: yozuv shu orada o‘chirilgan.",
    "Пропущено: запись тем временем удалена.",
  ],
  "Skipped: the row is not active any more.": [
    "O‘tkazib yuborildi: yozuv endi faol emas.",
    "Пропущено: запись больше не активна.",
  ],
  "Skipped: the row has got a description meanwhile.": [
    "O‘tkazib yuborildi: shu orada yozuvga tavsif yozilgan.",
    "Пропущено: у записи тем временем появилось описание.",
  ],
  "Skipped: the row's metadata have no room for the mark of a description's origin.": [
    "O‘tkazib yuborildi: yozuvning metadata maydonida tavsif manbasi belgisi uchun joy yo‘q.",
    "Пропущено: в metadata записи нет места для отметки о происхождении описания.",
  ],
  "Skipped: another run is asking about the row.": [
    "O‘tkazib yuborildi: bu yozuv bilan boshqa ish shug‘ullanyapti.",
    "Пропущено: этой записью занята другая работа.",
  ],
  "Skipped: the day's budget of {limit} tokens is used up.": [
    "O‘tkazib yuborildi: kunlik {limit} token byudjeti tugagan.",
    "Пропущено: дневной бюджет в {limit} токенов исчерпан.",
  ],
  "The model refused to write about this row.": [
    "Model bu yozuv haqida yozishdan bosh tortdi.",
    "Модель отказалась писать об этой записи.",
  ],
  "The model's answer was empty.": ["Modelning javobi bo‘sh.", "Ответ модели пуст."],
  "The model's answer was cut off at {limit} tokens.": [
    "Modelning javobi {limit} tokenda uzilib qoldi.",
    "Ответ модели оборвался на {limit} токенах.",
  ],
  "The model's answer could not be read.": [
    "Modelning javobini o‘qib bo‘lmadi.",
    "Ответ модели не удалось прочитать.",
  ],
  "No whole answer came from the model's server.": [
    "Model serveridan to‘liq javob kelmadi.",
    "От сервера модели не пришёл полный ответ.",
  ],
  "The model's server answered {status}.": [
    "Model serveri {status} javobini berdi.",
    "Сервер модели ответил {status}.",
  ],
  "The model's server takes no such request ({status}): set OPENAI_MODEL to a model of Chat Completions with max_tokens and temperature, then start a retry.":
    [
      "Model serveri bunday so‘rovni qabul qilmaydi ({status}): OPENAI_MODEL ga max_tokens va temperature bilan ishlaydigan Chat Completions modelini qo‘ying, so‘ng qayta boshlang.",
      "Сервер модели не принимает такой запрос ({status}): укажите в OPENAI_MODEL модель Chat Completions с max_tokens и temperature, затем запустите повтор.",
    ],
  "Skipped: the service stopped each time that the model was asked about the row.": [
    "O‘tkazib yuborildi: model bu yozuv haqida so‘ralganda xizmat har safar to‘xtab qoldi.",
    "Пропущено: сервис останавливался каждый раз, когда модель спрашивали об этой записи.",
  ],
  "{reason} It was asked {tries} times.": ["{reason} {tries} marta so‘raldi.", "{reason} Попыток: {tries}."],
  "{reason} It was asked {tries} times: start a retry later.": [
    "{reason} {tries} marta so‘raldi: keyinroq qayta boshlang.",
    "{reason} Попыток: {tries}. Запустите повтор позже.",
  ],
  "The account at the model's server has no quota left: raise it, then start a retry.": [
    "Model serveridagi hisobda kvota qolmagan: uni oshiring, so‘ng qayta boshlang.",
    "На счёте у сервера модели не осталось квоты: увеличьте её и запустите повтор.",
  ],
  "The model's server refuses the key ({status}): put OPENAI_API_KEY right, then start a retry.": [
    "Model serveri kalitni rad etdi ({status}): OPENAI_API_KEY ni to‘g‘rilang, so‘ng qayta boshlang.",
    "Сервер модели не принимает ключ ({status}): исправьте OPENAI_API_KEY и запустите повтор.",
  ],
  "The model's server knows no such address or model ({status}): put OPENAI_BASE_URL or OPENAI_MODEL right, then start a retry.":
    [
      "Model serverida bunday manzil yoki model yo‘q ({status}): OPENAI_BASE_URL yoki OPENAI_MODEL ni to‘g‘rilang, so‘ng qayta boshlang.",
      "Сервер модели не знает такого адреса или модели ({status}): исправьте OPENAI_BASE_URL или OPENAI_MODEL и запустите повтор.",
    ],
  "The model's server asks to wait {seconds} seconds: start a retry then.": [
    "Model serveri {seconds} soniya kutishni so‘rayapti: shundan keyin qayta boshlang.",
    "Сервер модели просит подождать {seconds} с: запустите повтор после этого.",
  ],
  "Internal server error": ["Serverda ichki xato", "Внутренняя ошибка сервера"],
} satisfies Record<string, readonly [uz: string, ru: string]>;
