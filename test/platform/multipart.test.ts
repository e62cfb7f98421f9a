/** A form's parts by their places: whatever the pieces it comes in, and whatever the file holds. */
import { describe, expect, test } from "vitest";
import { boundaryOf, findParts, MultipartError } from "../../src/platform/multipart.ts";

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function formOf(form: FormData) {
  const response = new Response(form);
  const boundary = boundaryOf(response.headers.get("Content-Type")) ?? "";
  return { boundary, bytes: new Uint8Array(await response.arrayBuffer()) };
}

const text = (bytes: Uint8Array, { start, end }: { start: number; end: number }) =>
  new TextDecoder().decode(bytes.subarray(start, end));

describe("A form", () => {
  test.each([1, 2, 7, 64, 4096, 1 << 20])("in pieces of %i bytes has the same parts", async (size) => {
    const form = new FormData();
    form.append("project_id", "5");
    const hostile = `${"\r".repeat(9000)}\r\n--x\r\n\r\n--`;
    form.append("file", new File([hostile], 'narx "2026".xlsx'));
    form.append("bo‘sh", "");
    const { boundary, bytes } = await formOf(form);
    const parts = await findParts(inPieces(bytes, size), boundary);
    expect(parts.map((part) => [part.name, part.filename, text(bytes, part)])).toEqual([
      ["project_id", undefined, "5"],
      ["file", 'narx "2026".xlsx', hostile],
      ["bo‘sh", undefined, ""],
    ]);
  });

  test("may have words before its first border and behind its last", async () => {
    const body = 'hello\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\nbye\r\n\r\n';
    const bytes = new TextEncoder().encode(body);
    const [part] = await findParts(inPieces(bytes, 3), "b");
    expect(part && text(bytes, part)).toBe("1");
  });

  test.each([
    ["is cut off", '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
    ["has no border", "nothing of the kind"],
    ["is empty", ""],
    ["has a part without a name", "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--"],
    ["has a head without end", `--b\r\nContent-Disposition: ${"x".repeat(20_000)}`],
    [
      "has a thousand parts",
      `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(1000)}--b--`,
    ],
  ])("that %s is refused", async (_, body) => {
    await expect(findParts(inPieces(new TextEncoder().encode(body), 100), "b")).rejects.toThrow(
      MultipartError,
    );
  });
});

test.each([
  ["multipart/form-data; boundary=abc", "abc"],
  ['multipart/form-data; charset=utf-8; Boundary="a b"', "a b"],
  ["multipart/form-data", undefined],
  [null, undefined],
])("the boundary of %j is %j", (header, boundary) => {
  expect(boundaryOf(header)).toBe(boundary);
});
