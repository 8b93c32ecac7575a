import { Failure } from '@damselfly/core';
import type { Source } from '../source/source.ts';

/** An object store in memory, for `mem://` URLs. */
export interface MemorySource extends Source {
  readonly objects: Map<string, Buffer>;
  /** Objects read since the start. */
  readonly reads: string[];
  /** What the source promises of an object's content, by URL. */
  readonly promised: Map<string, string>;
  /** The next write breaks off in the middle. */
  breakNextPut: boolean;
}

export function memorySource(): MemorySource {
  const objects = new Map<string, Buffer>();
  const reads: string[] = [];
  const promised = new Map<string, string>();
  const found = (url: string) => {
    const object = objects.get(url);
    if (object !== undefined) return object;
    throw new Failure('origin', `${url} is not there`, { origin: { statusCode: 404, header: {} } });
  };
  const self: MemorySource = {
    schemes: ['mem'],
    objects,
    reads,
    promised,
    breakNextPut: false,
    stat: async ({ url }) => ({
      contentLength: found(url).length,
      acceptsRanges: true,
      header: {},
      validators: {},
      digest: promised.get(url),
    }),
    async *list({ url }) {
      const below = [...objects].filter(([object]) => object.startsWith(url));
      const folders = new Set(below.flatMap(([object]) => foldersBetween(url, object)));
      for (const folder of folders) yield { url: folder, isFolder: true };
      for (const [object, { length }] of below) yield { url: object, contentLength: length, isFolder: false };
    },
    read: async ({ url, range }, signal) => {
      const whole = found(url);
      reads.push(url);
      const part = range === undefined ? whole : whole.subarray(range.start, range.start + range.length);
      async function* chunks() {
        for (let at = 0; at < part.length; at += 2 ** 16) {
          if (signal.aborted) throw new Failure('cancelled', 'the reader left');
          yield part.subarray(at, at + 2 ** 16);
        }
      }
      return { length: part.length, header: {}, chunks: chunks() };
    },
    put: async ({ url, contentLength, chunks }) => {
      const parts: Buffer[] = [];
      for await (const chunk of chunks) {
        if (self.breakNextPut) {
          self.breakNextPut = false;
          throw new Failure('unavailable', 'the object store left');
        }
        parts.push(Buffer.from(chunk));
      }
      const object = Buffer.concat(parts);
      if (object.length !== contentLength) throw new Failure('invalid', `${url} has another length`);
      objects.set(url, object);
    },
    close: async () => undefined,
  };
  return self;
}

const foldersBetween = (top: string, object: string): string[] =>
  object
    .slice(top.length)
    .split('/')
    .slice(0, -1)
    .map((_, depth, names) => `${top}${names.slice(0, depth + 1).join('/')}/`);
