/** Columns padded to their widest cell; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   ')}`;
  const [head = [], ...body] = rows;
  return [line(head), `  ${widths.map((width) => '─'.repeat(width)).join('───')}`, ...body.map(line)].join('\n');
}
