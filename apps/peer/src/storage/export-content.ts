import { randomBytes } from 'node:crypto';
import { chmod, type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@damselfly/core';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { cloneFile } from './clone-file.ts';
import { type FileSpan, readSpan } from './content-file.ts';
import { writeFully } from './journal.ts';
import { errnoCode, storageFailure } from './storage-failure.ts';

export interface ContentExport {
  readonly contentPath: string;
  readonly content: FileHandle;
  readonly outputPath: string;
  readonly overwrite: boolean;
  readonly hardLink: boolean;
  /** Absent: the whole file. */
  readonly span?: FileSpan;
  readonly contentLength: number;
  readonly buffers: BufferPool;
}

/** Makes the output beside its name, then gives it the name: nobody ever sees a part of it. */
export async function exportContent(job: ContentExport, signal: AbortSignal): Promise<void> {
  const { outputPath } = job;
  if (!path.isAbsolute(outputPath)) throw new Failure('invalid', `the output path ${outputPath} must be absolute`);
  const beside = path.join(path.dirname(outputPath), `.damselfly-${randomBytes(8).toString('hex')}.part`);
  try {
    if (job.hardLink) {
      // The output is the stored file itself from now on: nobody may write to it any more.
      await chmod(job.contentPath, 0o444);
      await link(job.contentPath, beside);
    } else if (job.span !== undefined || !(await cloneFile(job.contentPath, beside, 0o644))) {
      await copy(job, beside, signal);
    }
    if (job.overwrite) await rename(beside, outputPath);
    else await link(beside, outputPath);
  } catch (thrown) {
    throw outputFailure(job, thrown);
  } finally {
    await rm(beside, { force: true });
  }
}

async function copy(
  { content, span, contentLength, buffers }: ContentExport,
  to: string,
  signal: AbortSignal,
): Promise<void> {
  const output = await open(to, 'wx', 0o644);
  try {
    await readSpan(content, span ?? { offset: 0, length: contentLength }, buffers, signal, (part, at) =>
      writeFully(output, part, at),
    );
  } finally {
    await output.close();
  }
}

function outputFailure({ outputPath, hardLink }: ContentExport, thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const options = { cause: thrown };
  switch (errnoCode(thrown)) {
    case 'EEXIST':
      return new Failure('conflict', `${outputPath} exists; remove it or ask to overwrite`, options);
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure('invalid', `cannot write ${outputPath}: its folder does not exist; create it`, options);
    case 'EISDIR':
      return new Failure('invalid', `cannot write ${outputPath}: it is a folder; name a file`, options);
    case 'EACCES':
    case 'EPERM':
      return new Failure('forbidden', `the daemon has no right to write ${outputPath}; choose another folder`, options);
    case 'EXDEV':
      if (!hardLink) return storageFailure(`write ${outputPath}`, thrown);
      return new Failure(
        'precondition',
        `${outputPath} is on another file system than the store; drop the hard link`,
        options,
      );
    default:
      return storageFailure(`write ${outputPath}`, thrown);
  }
}
