import { cpus } from 'node:os';

/** One figure. `baseline` is what it is compared with, `ratio` the figure divided by it. */
export interface Result {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: string;
  readonly ratio?: number;
}

const round = (value: number): number => Number(value.toPrecision(4));

/** A table for people. */
export function table(results: readonly Result[]): string {
  const rows = results.map(({ id, value, unit, baseline, ratio }) => [
    id,
    round(value).toLocaleString('en', { maximumFractionDigits: 3 }),
    unit,
    baseline === undefined || ratio === undefined ? '' : `${ratio.toFixed(2)} × ${baseline}`,
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  const cell = (text: string, at: number) => (at === 1 ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0));
  return rows.map((cells) => cells.map(cell).join('  ').trimEnd()).join('\n');
}

/** The same as one line of JSON. */
export function json(suite: string, results: readonly Result[]): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
  return JSON.stringify({
    suite,
    machine,
    at: new Date().toISOString(),
    results: results.map((result) => ({
      ...result,
      value: round(result.value),
      ...(result.ratio && { ratio: round(result.ratio) }),
    })),
  });
}
