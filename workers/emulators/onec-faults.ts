/** The answers that are not the catalogue: what a web server in front of 1C, or a broken one, sends instead. */
import type { OnecSettings } from "./onec-switches.ts";

const HTML = "text/html; charset=utf-8";
const page = (title: string, body: string) =>
  `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>\n`;

const LICENCE = page(
  "1С:Предприятие",
  "<h1>Не найдена лицензия</h1><p>Не обнаружен ключ защиты программы или полученная программная лицензия!</p>",
);
/** Holds what a sample of a body must not show. */
const LOGIN = page(
  "Kirish",
  '<form method="post" action="/login"><input type="hidden" name="csrf_token" value="c2VjcmV0LXRva2Vu">' +
    '<label>Login <input name="user" value="admin@mijoz.example"></label>' +
    '<label>Parol <input type="password" name="password" value="qwerty123"></label><button>Kirish</button></form>',
);

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  401: "Идентификация пользователя не выполнена",
  403: "Доступ запрещён",
  404: "Не найдено",
  500: "Внутренняя ошибка сервера 1С:Предприятия",
  503: "Сеанс завершён администратором",
};

function statusAnswer(status: number): Response {
  const words = STATUS_TEXTS[status] ?? "Ошибка";
  const headers: Record<string, string> = { "Content-Type": HTML };
  if (status === 401) headers["WWW-Authenticate"] = 'Basic realm="1C:Enterprise 8.3"';
  return new Response(page(`${status}`, `<h1>${status}</h1><p>${words}</p>`), { status, headers });
}

/** Undefined when the request may go on. */
export function checkAuth(request: Request, { auth }: OnecSettings): Response | undefined {
  if (!auth) return undefined;
  const given = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  return given !== undefined && decodeBase64(given) === auth ? undefined : statusAnswer(401);
}

function decodeBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** The same address without the switch `redirect`, which may stand in the path or in the query. */
function withoutRedirect(url: URL): string {
  const path = url.pathname.replace(/;redirect=[^;/]*|redirect=[^;/]*;?/, "").replace("//", "/");
  const query = url.search.replace(/([?&])redirect=[^&]*/, "$1");
  return path + query;
}

/** What comes instead of an answer, the first that is switched on; `failures` counts those so far. */
export function faultAnswer(url: URL, settings: OnecSettings, failures: () => number): Response | undefined {
  const { redirect, status, fail, fail_status, html } = settings;
  if (redirect === "same")
    return new Response(null, { status: 307, headers: { Location: withoutRedirect(url) } });
  if (redirect)
    return new Response(null, {
      status: 302,
      headers: { Location: `http://${redirect}${withoutRedirect(url)}` },
    });
  if (status !== "off") return statusAnswer(status);
  if (fail > 0 && failures() <= fail) return statusAnswer(fail_status);
  if (html !== "off")
    return new Response(html === "licence" ? LICENCE : LOGIN, { headers: { "Content-Type": HTML } });
  return undefined;
}
