import { Buffer } from 'node:buffer';
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { arrivals, type ContentLoad, each, readBytes, smallFileBytes, someBytes } from './load.ts';
import type { ContentSide, SmallFilesSide } from './storage-suite.ts';

/** A file of the final size, whole pieces at their offsets, one write at a time: the fastest way Node has. */
export async function plainContents(dir: string, load: ContentLoad): Promise<ContentSide> {
  await mkdir(dir);
  const piece = someBytes(load.pieceBytes);
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  const fileOf = (number: number) => path.join(dir, `${number}`);
  const read = async (number: number) => {
    const file = await open(fileOf(number), 'r');
    for (const { offset, length } of arrivals(load)) {
      for (let at = 0; at < length; ) at += (await file.read(buffer, 0, readBytes, offset + at)).bytesRead;
    }
    await file.close();
  };
  return {
    write: async (number) => {
      const file = await open(fileOf(number), 'w');
      await file.truncate(load.contentBytes);
      for (const { offset, length } of arrivals(load)) await file.write(piece, 0, length, offset);
      await file.close();
    },
    read,
    readCompared: read,
    remove: (number) => rm(fileOf(number)),
    close: async () => undefined,
  };
}

/** One file each; at a start each is looked at, as an index in a file beside each would have to be. */
export async function plainSmallFiles(dir: string, count: number): Promise<SmallFilesSide> {
  await mkdir(dir);
  const bytes = someBytes(smallFileBytes);
  const names = Array.from({ length: count }, (_, index) => path.join(dir, `${index}`));
  return {
    write: () => each(names, (name) => writeFile(name, bytes)),
    restart: async () => {
      for (const name of await readdir(dir)) await readFile(path.join(dir, name));
    },
    clear: () => each(names, (name) => rm(name)),
    close: async () => undefined,
  };
}
