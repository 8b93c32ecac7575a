import { formatDuration } from '@damselfly/core';
import type { Desk } from '../sim/desk.ts';
import type { Outcome } from '../sim/outcome.ts';

/** How fast this machine simulated; no two runs are equal in this. */
export interface Times {
  readonly wallSeconds: number;
  /** Answers with parents or with the source, a second of the scheduler's own time. */
  readonly decisionsPerSecond: number;
  readonly stepsPerSecond: number;
  readonly decisionP50Micros: number;
  readonly decisionP99Micros: number;
  readonly longestStepMicros: number;
}

/** One simulation. */
export interface Run {
  readonly scenario: string;
  readonly evaluator: string;
  readonly seed: number;
  readonly outcome: Outcome;
  readonly times: Times | undefined;
}

export function timesOf({ times, decisions, steps, steppingMs, longestStepMs }: Desk, wallMs: number): Times {
  const seconds = Math.max(steppingMs, 0.001) / 1000;
  return {
    wallSeconds: round(wallMs / 1000),
    decisionsPerSecond: Math.round(decisions / seconds),
    stepsPerSecond: Math.round(steps / seconds),
    decisionP50Micros: round(times.percentile(0.5)),
    decisionP99Micros: round(times.percentile(0.99)),
    longestStepMicros: round(longestStepMs * 1000),
  };
}

const round = (value: number): number => Number(value.toPrecision(4));

/** One run as a line of JSON; what a clock measured comes last. */
export const jsonLine = ({ outcome, times, ...which }: Run): string =>
  JSON.stringify({ ...which, ...outcome, ...times });

const ratio = (value: number): string => value.toFixed(3);
const count = (value: number | undefined): string => (value === undefined ? '–' : value.toLocaleString('en'));

const columns: readonly (readonly [title: string, cell: (run: Run) => string])[] = [
  ['scenario', ({ scenario }) => scenario],
  ['evaluator', ({ evaluator }) => evaluator],
  ['done', ({ outcome }) => `${outcome.finished}/${outcome.peers}`],
  ['last peer', ({ outcome }) => formatDuration(outcome.lastPeerMs)],
  ['last/bound', ({ outcome }) => ratio(outcome.lastPeerRatio)],
  ['origin', ({ outcome }) => ratio(outcome.originRatio)],
  ['download p50/p99', ({ outcome }) => `${seconds(outcome.downloadP50Ms)}/${seconds(outcome.downloadP99Ms)} s`],
  ['depth', ({ outcome }) => `${outcome.depthMax} (${outcome.depthMean.toFixed(1)})`],
  ['width', ({ outcome }) => count(outcome.widthMax)],
  ['failed pieces', ({ outcome }) => count(outcome.failedPieces)],
  ['asked again', ({ outcome }) => count(outcome.reschedules)],
  ['decisions/s', ({ times }) => count(times?.decisionsPerSecond)],
  ['p50/p99 µs', ({ times }) => (times ? `${times.decisionP50Micros}/${times.decisionP99Micros}` : '–')],
  ['wall', ({ times }) => (times ? `${times.wallSeconds} s` : '–')],
];

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** A table for people, one row a run. */
export function table(runs: readonly Run[]): string {
  const rows = runs.map((run) => columns.map(([, cell]) => cell(run)));
  const widths = columns.map(([title], at) => Math.max(title.length, ...rows.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return [
    line(columns.map(([title]) => title)),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
  ].join('\n');
}
