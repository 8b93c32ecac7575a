import { type Failure, formatBytes, formatDuration, formatRate } from '@damselfly/core';

/** Hears how a download goes. */
export interface Progress {
  /** No daemon listens; this process downloads by itself. */
  alone(why: Failure): void;
  started(task: string, totalBytes: number): void;
  /** There is more, or less, than was known at the start. */
  grown(totalBytes: number): void;
  advanced(doneBytes: number): void;
  /** One file of several is whole. */
  file(output: string, bytes: number): void;
  finished(output: string): void;
}

type Clock = () => number;

const quiet: Progress = { alone: noted, started: noted, grown: noted, advanced: noted, file: noted, finished: noted };
function noted(): void {
  // Nobody watches.
}

/** Progress as JSON lines, at most four a second, and one line at the start and the end. */
export function jsonProgress(out: NodeJS.WritableStream, now: Clock): Progress {
  const line = (value: object) => out.write(`${JSON.stringify(value)}\n`);
  const pace = new Pace(now, 250);
  let task = '';
  let totalBytes = 0;
  let doneBytes = 0;
  return {
    alone: ({ message }) => line({ event: 'alone', message }),
    started: (id, total) => {
      [task, totalBytes] = [id, total];
      line({ event: 'started', task, totalBytes });
    },
    grown: (total) => {
      totalBytes = total;
    },
    file: (output, bytes) => line({ event: 'file', output, bytes }),
    advanced: (done) => {
      doneBytes = done;
      if (pace.due())
        line({
          event: 'progress',
          task,
          doneBytes,
          totalBytes,
          bytesPerSecond: Math.round(doneBytes / pace.elapsedSeconds()),
        });
    },
    finished: (output) =>
      line({
        event: 'finished',
        task,
        doneBytes,
        totalBytes,
        elapsedMs: Math.round(pace.elapsedSeconds() * 1000),
        output,
      }),
  };
}

/** A bar redrawn in place on a terminal; nothing elsewhere. Rate and time left come from the last seconds, not the average. */
export function barProgress(out: NodeJS.WriteStream, label: string, now: Clock): Progress {
  if (!out.isTTY) return quiet;
  const pace = new Pace(now, 100);
  const rate = new RecentRate(now);
  let totalBytes = 0;
  let doneBytes = 0;
  const draw = () => {
    const share = totalBytes === 0 ? 1 : Math.min(1, doneBytes / totalBytes);
    const cells = Math.max(10, Math.min(60, (out.columns || 80) - 56));
    const filled = Math.floor(share * cells);
    const bar = filled === cells ? '='.repeat(cells) : `${'='.repeat(filled)}>${'-'.repeat(cells - filled - 1)}`;
    const bps = rate.bytesPerSecond();
    const left = bps > 0 ? formatDuration(((totalBytes - doneBytes) / bps) * 1000) : '–';
    out.write(
      `\r\x1b[2K[${formatDuration(pace.elapsedSeconds() * 1000)}] [${bar}] ${Math.floor(share * 100)}% (${formatRate(bps)}, ${left} left)`,
    );
  };
  return {
    alone: ({ message }) => out.write(`${message} Downloading without it.\n`),
    started: (_task, total) => {
      totalBytes = total;
      out.write(`\x1b[1m${label}\x1b[0m  ${formatBytes(total)}\n`);
      draw();
    },
    grown: (total) => {
      totalBytes = total;
      if (pace.due()) draw();
    },
    file: noted,
    advanced: (done) => {
      doneBytes = done;
      rate.note(done);
      if (pace.due()) draw();
    },
    finished: () => {
      draw();
      out.write('\n');
    },
  };
}

/** No progress at all. */
export const noProgress = (): Progress => quiet;

/** Says when enough time has passed since it last said so. */
class Pace {
  readonly #now: Clock;
  readonly #stepMs: number;
  readonly #startMs: number;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(now: Clock, stepMs: number) {
    this.#now = now;
    this.#stepMs = stepMs;
    this.#startMs = now();
  }

  due(): boolean {
    if (this.#now() - this.#lastMs < this.#stepMs) return false;
    this.#lastMs = this.#now();
    return true;
  }

  elapsedSeconds(): number {
    return Math.max(0.001, (this.#now() - this.#startMs) / 1000);
  }
}

/** Throughput over the last five seconds: on a slow link an average since the start flatters or scares. */
class RecentRate {
  readonly #now: Clock;
  readonly #samples: { atMs: number; doneBytes: number }[] = [];

  constructor(now: Clock) {
    this.#now = now;
    this.#samples.push({ atMs: now(), doneBytes: 0 });
  }

  note(doneBytes: number): void {
    const atMs = this.#now();
    this.#samples.push({ atMs, doneBytes });
    while (this.#samples.length > 2 && atMs - (this.#samples[0]?.atMs ?? atMs) > 5000) this.#samples.shift();
  }

  bytesPerSecond(): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return 0;
    return ((last.doneBytes - first.doneBytes) / (last.atMs - first.atMs)) * 1000;
  }
}
