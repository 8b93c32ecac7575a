import { type FileHandle, open } from 'node:fs/promises';

interface Entry {
  readonly key: string;
  readonly path: string;
  readonly opening: Promise<FileHandle>;
  users: number;
  /** Not to be found by the next one who asks. */
  forgotten: boolean;
}

/** A file on loan. */
export interface BorrowedFile {
  readonly handle: FileHandle;
  /** Safe to call more than once. */
  release(): void;
}

export type FileMode = 'r' | 'r+';

/** Keeps files open between uses: at most `maxIdle` that nobody uses, the ones used longest ago are closed. */
export class FileCache {
  readonly #maxIdle: number;
  readonly #onCloseError: (error: unknown) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new Set<Promise<void>>();
  #idle = 0;

  constructor({ maxIdle, onCloseError }: { maxIdle: number; onCloseError: (error: unknown) => void }) {
    this.#maxIdle = maxIdle;
    this.#onCloseError = onCloseError;
  }

  /** Rejects with the system's error when the file cannot be opened. */
  async borrow(path: string, mode: FileMode): Promise<BorrowedFile> {
    const key = `${mode} ${path}`;
    const found = this.#entries.get(key);
    const entry = found ?? { key, path, opening: open(path, mode), users: 0, forgotten: false };
    if (found?.users === 0) this.#idle -= 1;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.users += 1;
    let handle: FileHandle;
    try {
      handle = await entry.opening;
    } catch (thrown) {
      entry.users -= 1;
      entry.forgotten = true;
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw thrown;
    }
    let borrowed = true;
    return {
      handle,
      release: () => {
        if (!borrowed) return;
        borrowed = false;
        entry.users -= 1;
        if (entry.users > 0) return;
        if (entry.forgotten) this.#close(handle);
        else {
          this.#idle += 1;
          this.#trim();
        }
      },
    };
  }

  /** Takes over a file that is open already. */
  adopt(path: string, mode: FileMode, handle: FileHandle): void {
    const key = `${mode} ${path}`;
    const found = this.#entries.get(key);
    if (found !== undefined) this.#drop(found);
    this.#entries.set(key, { key, path, opening: Promise.resolve(handle), users: 0, forgotten: false });
    this.#idle += 1;
    this.#trim();
  }

  async use<T>(path: string, mode: FileMode, work: (handle: FileHandle) => Promise<T>): Promise<T> {
    const file = await this.borrow(path, mode);
    try {
      return await work(file.handle);
    } finally {
      file.release();
    }
  }

  /** The path names another file from now on; who uses the old one can go on. */
  forget(path: string): void {
    for (const mode of ['r', 'r+'] as const) {
      const entry = this.#entries.get(`${mode} ${path}`);
      if (entry !== undefined) this.#drop(entry);
    }
  }

  /** Closes what nobody uses; the rest closes when it is released. */
  async close(): Promise<void> {
    for (const entry of [...this.#entries.values()]) this.#drop(entry);
    await Promise.all(this.#closing);
  }

  #trim(): void {
    for (const entry of this.#entries.values()) {
      if (this.#idle <= this.#maxIdle) return;
      if (entry.users === 0) this.#drop(entry);
    }
  }

  #drop(entry: Entry): void {
    this.#entries.delete(entry.key);
    entry.forgotten = true;
    if (entry.users > 0) return;
    this.#idle -= 1;
    void entry.opening.then(
      (handle) => this.#close(handle),
      (error: unknown) => this.#onCloseError(error),
    );
  }

  #close(handle: FileHandle): void {
    const closing = handle.close().catch(this.#onCloseError);
    this.#closing.add(closing);
    void closing.finally(() => this.#closing.delete(closing));
  }
}
