import { formatBytes, formatRate } from '@damselfly/core';

export interface BarState {
  readonly label: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  readonly note: string;
}

const widthCells = 40;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** One line: label, bar, percent, bytes, rate. */
export function barLine({ label, doneBytes, totalBytes, bytesPerSecond, note }: BarState): string {
  const share = totalBytes === 0 ? 1 : Math.min(1, doneBytes / totalBytes);
  const filled = Math.floor(share * widthCells * 8);
  const bar = '█'.repeat(Math.floor(filled / 8)) + (eighths[filled % 8] ?? '');
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const rate = note === '' ? formatRate(bytesPerSecond) : note;
  return `  ${label.padEnd(8)} ${bar.padEnd(widthCells, '·')} ${percent}  ${formatBytes(doneBytes).padStart(8)}  ${rate}`;
}

/** Redraws a block of lines in place on a terminal; elsewhere prints nothing until `finish`. */
export class LiveBlock {
  readonly #out: NodeJS.WriteStream;
  #drawn = 0;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  draw(lines: readonly string[]): void {
    if (!this.#out.isTTY) return;
    this.#write(lines);
  }

  /** Leaves the last state standing. */
  finish(lines: readonly string[]): void {
    this.#write(lines);
    this.#drawn = 0;
  }

  #write(lines: readonly string[]): void {
    const up = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : '';
    const clear = this.#out.isTTY ? '\x1b[2K' : '';
    this.#out.write(`${up}${lines.map((line) => `${clear}${line}\n`).join('')}`);
    this.#drawn = lines.length;
  }
}
