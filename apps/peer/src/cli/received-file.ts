import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Failure } from '@damselfly/core';

/** Where pieces that arrive in any order become a file that is seen only whole. */
export interface ReceivedFile extends AsyncDisposable {
  write(offset: number, content: Uint8Array): Promise<void>;
  /** Every byte is there: put the file under its name, or send it to standard output. */
  commit(): Promise<void>;
}

/** Collects beside `output` and renames at the end; for `-` in the temporary folder. Nothing is left when it is disposed uncommitted. */
export async function receiveInto(output: string, overwrite: boolean): Promise<ReceivedFile> {
  const toStdout = output === '-';
  if (!toStdout && !overwrite) await refuseExisting(output);
  const beside = toStdout
    ? join(tmpdir(), `dfget-${randomUUID()}`)
    : join(dirname(output), `.${basename(output)}.${randomUUID()}.part`);
  const file = await open(beside, 'wx', toStdout ? 0o600 : 0o644);
  let open_ = true;
  const close = async () => {
    if (open_) await file.close();
    open_ = false;
  };
  return {
    write: (offset, content) => writeFully(file, content, offset),
    commit: async () => {
      await close();
      if (toStdout)
        await pipeline(createReadStream(beside, { highWaterMark: 512 * 1024 }), process.stdout, { end: false });
      else await rename(beside, output);
    },
    [Symbol.asyncDispose]: async () => {
      await close();
      await rm(beside, { force: true });
    },
  };
}

async function writeFully(file: FileHandle, content: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < content.length; ) {
    const { bytesWritten } = await file.write(content, done, content.length - done, offset + done);
    done += bytesWritten;
  }
}

/** Throws `conflict` when something stands under the output's name. */
export async function refuseExisting(output: string): Promise<void> {
  const found = await stat(output).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw new Failure('invalid', `${output} cannot be written: ${error.message}`, { cause: error });
    },
  );
  if (found)
    throw new Failure('conflict', `${output} exists; add --overwrite to replace it once the download is complete`);
}
