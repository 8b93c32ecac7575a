import type { PlannedFile } from './folder-plan.ts';
import type { Progress } from './progress.ts';

/** Many downloads as one to whoever watches. */
export class FolderProgress {
  readonly #progress: Progress;
  /** Bytes expected and come, by file. */
  readonly #files = new Map<string, { total: number; done: number }>();

  constructor(progress: Progress, files: readonly PlannedFile[]) {
    this.#progress = progress;
    for (const { output, bytes } of files) this.#files.set(output, { total: bytes, done: 0 });
    progress.started('', this.#sum('total'));
  }

  /** Hears how one of the files goes. */
  of({ output }: PlannedFile): Progress {
    const counts = this.#files.get(output) ?? { total: 0, done: 0 };
    return {
      alone: () => undefined,
      started: (_task, total) => {
        if (total === counts.total) return;
        counts.total = total;
        this.#progress.grown(this.#sum('total'));
      },
      grown: () => undefined,
      advanced: (done) => {
        counts.done = done;
        this.#progress.advanced(this.#sum('done'));
      },
      file: () => undefined,
      finished: () => this.#progress.file(output, counts.done),
    };
  }

  #sum(what: 'total' | 'done'): number {
    return [...this.#files.values()].reduce((sum, counts) => sum + counts[what], 0);
  }
}
