/** Rows as a table of aligned columns; a column of numbers stands to the right. */

export type Cell = string | number;

const isNumber = (cell: string) => /^[-+]?\d[\d,. ]*[x%×]?$/.test(cell);

export function tableOf(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map(String));
  const columns = header.map((title, index) => {
    const cells = texts.map((row) => row[index] ?? "");
    const width = Math.max(title.length, ...cells.map((cell) => cell.length));
    return { width, right: cells.every((cell) => cell === "" || isNumber(cell)) };
  });
  const line = (row: readonly string[]) =>
    columns
      .map(({ width, right }, index) => {
        const cell = row[index] ?? "";
        return right ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  const rule = columns.map(({ width }) => "-".repeat(width)).join("  ");
  return [line(header), rule, ...texts.map(line)].join("\n");
}
