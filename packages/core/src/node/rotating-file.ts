import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RotatingFileOptions {
  readonly file: string;
  /** A file that would grow beyond this is put aside; 0: it grows. */
  readonly maxBytes: number;
  /** Files kept, the current one among them; at least 1. */
  readonly maxFiles: number;
}

/**
 * Appends lines to a file; older ones lie beside it as `file.1`, the youngest, `file.2` and so on. Each line is with the system
 * when `write` returns.
 */
export class RotatingFile {
  readonly #options: RotatingFileOptions;
  #descriptor: number;
  #bytes: number;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
    mkdirSync(dirname(options.file), { recursive: true });
    this.#descriptor = openSync(options.file, 'a');
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  write(line: string): void {
    const { maxBytes } = this.#options;
    const bytes = Buffer.from(line);
    if (maxBytes > 0 && this.#bytes > 0 && this.#bytes + bytes.length > maxBytes) this.#rotate();
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
    this.#bytes += bytes.length;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #rotate(): void {
    const { file, maxFiles } = this.#options;
    const name = (age: number) => (age === 0 ? file : `${file}.${age}`);
    closeSync(this.#descriptor);
    rmSync(name(maxFiles - 1), { force: true });
    for (let age = maxFiles - 2; age >= 0; age -= 1) {
      if (existsSync(name(age))) renameSync(name(age), name(age + 1));
    }
    this.#descriptor = openSync(file, 'a');
    this.#bytes = 0;
  }
}
