/** Whatever 1C does instead of answering ends in words that an operator understands, and in time. */
import { describe, expect, inject, test } from "vitest";
import { TaskFailure } from "../../src/tasks/index.ts";
import { type Asked, addressOf, fetchAll } from "./fetches.ts";

/** What a test can wait for. */
const SHORT = { firstByteMs: 400, idleMs: 400 };

async function failureOf(wsdl: string, asked: Asked = {}): Promise<TaskFailure> {
  const started = Date.now();
  const fault = await fetchAll(wsdl, { limits: SHORT, ...asked }).then(
    (items) => `${items.length} items`,
    (thrown: unknown) => thrown,
  );
  if (!(fault instanceof TaskFailure)) throw new Error(`Not a failure in words: ${fault}`);
  expect(Date.now() - started).toBeLessThan(5_000);
  return fault;
}

const REASON = "Ошибка при вызове метода контекста (Выполнить): Недостаточно прав для чтения справочника";
const PAGE = "A web page came instead of 1C's answer: a licence or login page, or another address.";
const ASKS = "1C asks for a user name and a password.";
const SLOW = "1C did not answer within 0 seconds.";
const XML = "1C's answer is not valid XML.";

test.each([
  ["status=401", ASKS, "status 401: 401 401 Идентификация пользователя не выполнена"],
  ["status=403", "1C does not let this user call the service.", "status 403: 403 403 Доступ запрещён"],
  ["status=404", "1C publishes nothing at this address.", "status 404: 404 404 Не найдено"],
  ["status=500", "1C answered with an error: status 500", "Внутренняя ошибка сервера"],
  ["status=503", "1C answered with an error: status 503", "Сеанс завершён администратором"],
  ["on=wsdl;status=404", "1C publishes nothing at this address.", "status 404"],
  ["on=both;status=401", ASKS, "status 401"],
  ["n=1;fail=1;label=once", "1C answered with an error: status 500", "status 500"],
  ["auth=admin:secret", ASKS, "status 401"],
  ["html=licence", PAGE, "1С:Предприятие Не найдена лицензия Не обнаружен ключ защиты программы"],
  ["html=login", PAGE, "Kirish Login Parol Kirish"],
  ["on=wsdl;html=login", PAGE, "Kirish"],
  ["fault=200", `1C answered with an error: ${REASON}`, undefined],
  ["fault=500", `1C answered with an error: ${REASON}`, undefined],
  ["soap=1.1;fault=200", `1C answered with an error: ${REASON}`, undefined],
  ["soap=1.1;fault=500;encoding=windows-1251", `1C answered with an error: ${REASON}`, undefined],
  ["slow=forever", SLOW, undefined],
  ["on=wsdl;slow=forever", SLOW, undefined],
  [
    "n=9;stall=forever;stall_after=2",
    "1C stopped in the middle of its answer: nothing came for 0 seconds.",
    undefined,
  ],
  ["n=9;truncate=2", "1C's answer broke off: its end is missing.", "XML: the end is missing"],
  ["n=9;truncate=0", "1C's answer broke off: its end is missing.", "XML: the end is missing"],
  ["n=9;abort=2", "1C's answer broke off: the connection was cut.", "Network connection lost."],
  ["redirect=other.example", "1C's address redirects to another host: enter the final address.", undefined],
  ["redirect=127.0.0.1:9", "1C's address redirects to another host: enter the final address.", undefined],
  ["n=1;doctype=plain", XML, "XML: a document type or an unknown declaration"],
  ["n=1;doctype=bomb", XML, "XML: a document type or an unknown declaration"],
  ["n=1;doctype=external", XML, "XML: a document type or an unknown declaration"],
  ["n=1;entities=undeclared", XML, "XML: an unknown entity"],
])("%s: %s", async (switches, words, details) => {
  const fault = await failureOf(addressOf(switches));
  expect(fault.message).toBe(words);
  if (details === undefined) expect(fault.details).toBeUndefined();
  else expect(fault.details).toContain(details);
});

describe("The address", () => {
  test.each(["http://127.0.0.1:9/ws/catalog.1cws?wsdl", "http://nowhere.invalid/ws/catalog.1cws?wsdl"])(
    "%s that nobody answers at is told as that",
    async (wsdl) => {
      expect((await failureOf(wsdl)).message).toBe(
        "1C cannot be reached: check the address, and that the server of 1C is on and open to the internet.",
      );
    },
  );

  test("a host that may not be called is not called, whatever the row says", async () => {
    expect((await failureOf("http://10.0.0.1/ws/catalog.1cws?wsdl")).message).toBe(
      "This host may not be called: it is on a private network, or not among the allowed hosts.",
    );
  });

  test("a document that is no WSDL is told as that", async () => {
    const answer = addressOf("n=1").replace("ws/catalog.1cws?wsdl", "GetProductList?wsdl");
    expect((await failureOf(answer)).message).toBe(
      "There is no WSDL at the address: it usually ends in ?wsdl.",
    );
  });
});

describe("The answer", () => {
  test("that is a long page is shown in part", async () => {
    const page = `${inject("standIns")}/`;
    const fault = await failureOf(page);
    expect(fault.message).toContain("A web page came instead of 1C's answer");
    expect(fault.details?.length).toBeLessThan(210);
  });

  test("of an operation that 1C does not have is its own fault", async () => {
    const fault = await failureOf(addressOf("n=1"), { row: { method_nomenklatura: "GetGoods" } });
    expect(fault.message).toContain("1C answered with an error: Неизвестная операция");
  });

  test("of an operation for other items is never taken for an empty one", async () => {
    const row = { method_clients: "GetProductList" };
    const fault = await failureOf(addressOf("n=1"), { what: "clients", row });
    expect(fault.message).toBe("1C answered, but without any ClientItem: check the name of the method.");
    expect(fault.details).toBe("GetProductListResponse/return/ProductItem/Code: 000000001");
  });

  test("is given up at the limit of bytes", async () => {
    const fault = await failureOf(addressOf("n=2000"), { limits: { bytes: 1_048_576 } });
    expect(fault.message).toBe("1C's answer is larger than 1 MiB.");
  });

  test("is given up at the end of its time, though bytes keep coming", async () => {
    const fault = await failureOf(addressOf("n=2000;chunk=100;pace=10"), { limits: { totalMs: 600 } });
    expect(fault.message).toBe("1C was not done after 1 seconds.");
  });

  test("is in the language of whoever asks", async () => {
    const fault = await failureOf(addressOf("status=403"), { trigger: { language: "uz" } });
    expect(fault.message).toBe("1C bu foydalanuvchiga xizmatni chaqirishga ruxsat bermaydi.");
  });
});
