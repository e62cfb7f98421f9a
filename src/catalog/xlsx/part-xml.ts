/** A part's bytes as XML tokens, whatever encoding Excel allows them to be in. */
import { XmlError, XmlScanner, type XmlToken } from "../../platform/xml-scanner.ts";
import { damaged } from "./workbook-error.ts";

/** XML is UTF-8 or, by its first bytes, UTF-16: an escaped mark or a plain "<". */
function decoderFor([first, second]: Uint8Array): TextDecoder {
  const little = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0);
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c);
  return new TextDecoder(little ? "utf-16le" : big ? "utf-16be" : "utf-8", { fatal: true, ignoreBOM: false });
}

function decoded(decoder: TextDecoder, piece?: Uint8Array): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch {
    throw damaged("text in another encoding than it says");
  }
}

const asDamage = (fault: unknown) => (fault instanceof XmlError ? damaged(`XML: ${fault.message}`) : fault);

/** Whatever `take` returns for a token is given on; at the end the document must be whole. */
export async function* readXml<T>(
  pieces: AsyncIterable<Uint8Array>,
  take: (token: XmlToken, scanner: XmlScanner) => T | undefined,
): AsyncGenerator<T> {
  const scanner = new XmlScanner();
  let decoder: TextDecoder | undefined;
  try {
    for await (const piece of pieces) {
      decoder ??= decoderFor(piece);
      scanner.push(decoded(decoder, piece));
      for (let token = scanner.next(); token !== "more"; token = scanner.next()) {
        const given = take(token, scanner);
        if (given !== undefined) yield given;
      }
    }
    if (decoder) scanner.push(decoded(decoder));
    scanner.finish();
  } catch (fault) {
    throw asDamage(fault);
  }
}

/** Every element's opening, for parts whose attributes say all. */
export async function readElements(pieces: AsyncIterable<Uint8Array>, open: (scanner: XmlScanner) => void) {
  const tokens = readXml(pieces, (token, scanner) => {
    if (token === "open") open(scanner);
    return undefined;
  });
  await tokens.next();
}
