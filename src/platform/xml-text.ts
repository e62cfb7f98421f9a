/** What stands between XML's tags, as the characters that it means. */

export class XmlError extends Error {}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function characterOf(entity: string): string {
  const number = /^#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}))$/.exec(entity);
  const point = number ? Number.parseInt(number[1] ?? number[2] ?? "", number[1] ? 10 : 16) : 0;
  if (point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff))
    return String.fromCodePoint(point);
  const named = Object.hasOwn(ENTITIES, entity) ? ENTITIES[entity] : undefined;
  if (named === undefined) throw new XmlError("an unknown entity");
  return named;
}

export const unescaped = (raw: string) =>
  raw.includes("&") ? raw.replace(/&([^;&]{0,10})(;?)/g, (_, name, end) => characterOf(end && name)) : raw;
