/** A workbook that was damaged on its way: refused with one kind of error, or read, whatever bytes are wrong. */
import { describe, expect, test } from "vitest";
import { Random } from "../../scripts/lib/random.ts";
import { fixture, refusalOf } from "./xlsx-files.ts";

describe("a file that was damaged on its way", () => {
  const file = fixture("xlsxwriter.xlsx");

  test("is refused wherever it was cut", async () => {
    for (let length = 0; length < file.length; length += 97)
      expect(await refusalOf(file.subarray(0, length))).toMatch(/^(damaged|not-a-workbook)$/);
  });

  test("is refused or read, whatever bytes are wrong", async () => {
    const random = new Random(20_240_229);
    const outcomes = new Set<string>();
    for (let round = 0; round < 400; round += 1) {
      const wrong = file.slice();
      for (let count = random.whole(1, 8); count > 0; count -= 1)
        wrong[random.whole(0, wrong.length - 1)] = random.whole(0, 255);
      outcomes.add(await refusalOf(wrong));
    }
    expect(outcomes).toContain("damaged");
  });
});
