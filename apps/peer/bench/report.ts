import { cpus } from 'node:os';

/** One measured figure; its id never changes meaning. */
export interface Result {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  /** What the same work costs without us, in the same unit. */
  readonly baseline?: number;
  /** `value / baseline`; over several rounds the median of theirs. */
  readonly ratio?: number;
}

export interface Report {
  readonly suite: string;
  readonly machine: string;
  readonly at: string;
  readonly results: readonly Result[];
}

export function makeReport(suite: string, results: readonly Result[]): Report {
  const [first] = cpus();
  const machine = `${cpus().length} × ${first?.model.trim() ?? 'unknown CPU'}, Node ${process.version}, ${process.platform}`;
  return { suite, machine, at: new Date().toISOString(), results };
}

/** A result next to what the bare minimum reaches. */
export function compared(id: string, unit: string, value: number, baseline: number, ratio = value / baseline): Result {
  return { id, value: round(value), unit, baseline: round(baseline), ratio: round(ratio) };
}

/** Medians of rounds that were run side by side; the ratio is the median of each round's own, which noise moves less. */
export function comparedRounds(
  id: string,
  unit: string,
  values: readonly number[],
  baselines: readonly number[],
): Result {
  const ratios = values.map((value, round) => value / (baselines[round] ?? Number.NaN));
  return compared(id, unit, median(values), median(baselines), median(ratios));
}

export const round = (value: number): number => Number(value.toPrecision(4));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Columns for people. */
export function table({ machine, results }: Report): string {
  const rows = [
    ['', 'value', 'unit', 'bare', 'ratio'],
    ...results.map(({ id, value, unit, baseline, ratio }) => [
      id,
      `${value}`,
      unit,
      `${baseline ?? ''}`,
      `${ratio ?? ''}`,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => row.map((cell, column) => align(cell, widths[column] ?? 0, column)).join('  '));
  return [machine, '', ...lines].join('\n');
}

const align = (cell: string, width: number, column: number) =>
  column === 0 || column === 2 ? cell.padEnd(width) : cell.padStart(width);
