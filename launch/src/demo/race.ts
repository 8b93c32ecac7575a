import { setInterval } from 'node:timers/promises';
import { isAbort } from '@damselfly/core';
import { type BarState, barLine, LiveBlock } from './bars.ts';

export interface Runner {
  readonly label: string;
  /** Runs to its end; reports its bytes so far. */
  readonly run: (onDone: (doneBytes: number) => void, signal: AbortSignal) => Promise<void>;
}

export interface RaceResult {
  /** Wall time until the last runner was through. */
  readonly lastMs: number;
  readonly medianMs: number;
}

interface Lane {
  doneBytes: number;
  endedMs: number | undefined;
}

/** Lets all runners go at once and draws their bars ten times a second until the last is through. */
export async function race(runners: readonly Runner[], totalBytes: number, signal: AbortSignal): Promise<RaceResult> {
  const lanes: Lane[] = runners.map(() => ({ doneBytes: 0, endedMs: undefined }));
  const startedMs = performance.now();
  const ended = new AbortController();
  const block = new LiveBlock(process.stdout);
  const lines = () => runners.map(({ label }, i) => barLine(barOf(label, lanes[i], totalBytes, startedMs)));
  const drawing = drawUntil(ended.signal, () => block.draw(lines()));
  try {
    await Promise.all(
      runners.map(async ({ run }, i) => {
        const lane = lanes[i];
        if (lane === undefined) return;
        await run((doneBytes) => {
          lane.doneBytes = doneBytes;
        }, signal);
        lane.doneBytes = totalBytes;
        lane.endedMs = performance.now() - startedMs;
      }),
    );
  } finally {
    ended.abort();
    await drawing;
    block.finish(lines());
  }
  const times = lanes.map(({ endedMs }) => endedMs ?? Number.NaN).sort((a, b) => a - b);
  return { lastMs: times.at(-1) ?? Number.NaN, medianMs: times[Math.floor(times.length / 2)] ?? Number.NaN };
}

function barOf(label: string, lane: Lane | undefined, totalBytes: number, startedMs: number): BarState {
  const { doneBytes, endedMs } = lane ?? { doneBytes: 0, endedMs: undefined };
  const seconds = ((endedMs ?? performance.now() - startedMs) || 1) / 1000;
  return {
    label,
    doneBytes,
    totalBytes,
    bytesPerSecond: doneBytes / seconds,
    note: endedMs === undefined ? '' : `done in ${seconds.toFixed(1)} s`,
  };
}

async function drawUntil(signal: AbortSignal, draw: () => void): Promise<void> {
  try {
    for await (const _ of setInterval(100, undefined, { signal })) draw();
  } catch (error) {
    if (!isAbort(error)) throw error;
  }
}
