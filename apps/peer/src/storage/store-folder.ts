import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure, type TaskId, taskId } from '@damselfly/core';
import type { TaskKind } from '../transport/transport.ts';
import { errnoCode } from './storage-failure.ts';

const contentFolders = {
  standard: 'tasks',
  persistent: 'persistent-tasks',
  persistentCache: 'persistent-cache-tasks',
  cache: 'cache-tasks',
} as const satisfies Record<TaskKind, string>;

/** Where a store keeps what, below its one folder. */
export class StoreFolder {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = path.resolve(dir);
  }

  get lockPath(): string {
    return path.join(this.dir, 'lock');
  }

  get cleanMarkerPath(): string {
    return path.join(this.dir, 'stopped-cleanly');
  }

  contentPath(task: TaskId, kind: TaskKind = 'standard'): string {
    checkFileName(task);
    return path.join(this.dir, 'content', contentFolders[kind], task.slice(0, 3), task);
  }

  journalPath(task: TaskId): string {
    checkFileName(task);
    return path.join(this.dir, 'metadata', task.slice(0, 3), `${task}.journal`);
  }

  async create(): Promise<void> {
    await mkdir(this.dir, { recursive: true, mode: 0o755 });
  }

  /** Only for whoever holds the lock. */
  async prepare(keep: boolean): Promise<void> {
    if (!keep) await this.empty();
    await mkdir(path.join(this.dir, 'content'), { recursive: true, mode: 0o700 });
    await mkdir(path.join(this.dir, 'metadata'), { recursive: true, mode: 0o700 });
  }

  async empty(): Promise<void> {
    for (const part of ['content', 'metadata']) await rm(path.join(this.dir, part), { recursive: true, force: true });
  }

  /** The tasks that have a journal; drops what an interrupted rewrite left. */
  async journals(): Promise<TaskId[]> {
    const found: TaskId[] = [];
    for (const file of await filesBelow(path.join(this.dir, 'metadata'))) {
      const name = path.basename(file);
      if (name.endsWith('.journal')) found.push(taskId(name.slice(0, -'.journal'.length)));
      else await rm(file, { force: true });
    }
    return found;
  }

  /** Removes content files that no task in `known` accounts for. */
  async removeOrphans(known: ReadonlySet<string>): Promise<number> {
    const orphans = (await filesBelow(path.join(this.dir, 'content'))).filter((file) => !known.has(file));
    for (const file of orphans) await rm(file, { force: true });
    return orphans.length;
  }
}

/** False when there is nothing of that name, or something else. */
export async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoCode(thrown) ?? '')) return false;
    throw thrown;
  }
}

/** Task ids come from the wire and become file names. */
function checkFileName(task: TaskId): void {
  if (/^[0-9A-Za-z_-]{3,128}$/.test(task)) return;
  throw new Failure('invalid', `the task id "${task.slice(0, 150)}" must be 3 to 128 letters, digits, "-" or "_"`);
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name));
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}
