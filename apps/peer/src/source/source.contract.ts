import { Failure } from '@damselfly/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleBytes } from '../testing/origin.ts';
import type { Source, SourceRequest } from './source.ts';

export interface SourceFixture {
  readonly source: Source;
  /** Puts content where the source can reach it. */
  publish(content: Uint8Array): Promise<SourceRequest>;
  /** A request for what is not there. */
  missing(): SourceRequest;
  /** Only of sources with folders: puts content at a path below the one that is then listed. */
  readonly folder?: { readonly request: SourceRequest; publish(path: string, content: Uint8Array): Promise<void> };
  /** Only of sources that write: an object that is not there. */
  readonly writable?: SourceRequest;
  close(): Promise<void>;
}

/** What every source does, whatever it talks to. */
export function sourceContract(name: string, start: () => Promise<SourceFixture>): void {
  describe(`${name} source`, () => {
    let fixture: SourceFixture;
    const signal = new AbortController().signal;
    beforeEach(async () => {
      fixture = await start();
    });
    afterEach(() => fixture.close());

    test('tells the length and that parts can be had', async () => {
      const request = await fixture.publish(sampleBytes(1000));
      const stat = await fixture.source.stat(request, signal);
      expect(stat.contentLength).toBe(1000);
      expect(stat.acceptsRanges).toBe(true);
    });

    test('reads everything', async () => {
      const content = sampleBytes(300_000);
      const request = await fixture.publish(content);
      const body = await fixture.source.read(request, signal);
      expect(body.length).toBe(content.length);
      expect(content.equals(await collect(body.chunks))).toBe(true);
    });

    test('reads exactly the range asked for', async () => {
      const content = sampleBytes(10_000);
      const request = await fixture.publish(content);
      const body = await fixture.source.read({ ...request, range: { start: 4000, length: 1500 } }, signal);
      expect(body.length).toBe(1500);
      expect(content.subarray(4000, 5500).equals(await collect(body.chunks))).toBe(true);
    });

    test('content without bytes is content', async () => {
      const request = await fixture.publish(new Uint8Array());
      const stat = await fixture.source.stat(request, signal);
      expect(stat.contentLength).toBe(0);
      expect(await collect((await fixture.source.read(request, signal)).chunks)).toHaveLength(0);
    });

    test('what is not there is an origin failure with its status', async () => {
      const stat = fixture.source.stat(fixture.missing(), signal);
      await expect(stat).rejects.toMatchObject({ code: 'origin', origin: { statusCode: 404 } });
      await expect(fixture.source.read(fixture.missing(), signal)).rejects.toMatchObject({ code: 'origin' });
    });

    test('what is written is there, whole, and a write that fails leaves nothing', async ({ skip }) => {
      const { writable, source } = fixture;
      if (writable === undefined || source.put === undefined) return skip('it is read only');
      const content = sampleBytes(200_000);
      async function* half() {
        yield content.subarray(0, 100_000);
        throw new Failure('storage', 'the disk broke');
      }
      const broken = source.put({ ...writable, contentLength: content.length, chunks: half() }, signal);
      await expect(broken).rejects.toBeInstanceOf(Failure);
      await expect(source.stat(writable, signal)).rejects.toMatchObject({ origin: { statusCode: 404 } });
      async function* whole() {
        yield content.subarray(0, 100_000);
        yield content.subarray(100_000);
      }
      await source.put({ ...writable, contentLength: content.length, chunks: whole() }, signal);
      expect(content.equals(await collect((await source.read(writable, signal)).chunks))).toBe(true);
    });

    test('a folder lists everything below it, however deep, and nothing else', async ({ skip }) => {
      const { folder, source } = fixture;
      if (folder === undefined || source.list === undefined) return skip('it knows no folders');
      await fixture.publish(sampleBytes(10));
      for (const path of ['a', 'deep/b', 'deep/er/c d']) await folder.publish(path, sampleBytes(path.length));
      const { url } = folder.request;
      const files = new Map<string, number | undefined>();
      const folders = new Set<string>();
      for await (const entry of source.list(folder.request, signal)) {
        const path = decodeURIComponent(entry.url.slice(url.length));
        expect(entry.url.startsWith(url)).toBe(true);
        if (entry.isFolder) folders.add(path.replace(/\/$/, ''));
        else files.set(path, entry.contentLength);
      }
      expect([...files].sort()).toEqual(['a', 'deep/b', 'deep/er/c d'].map((path) => [path, path.length]));
      for (const path of folders) expect(['deep', 'deep/er']).toContain(path);
    });

    test('an abort ends a read as cancelled', async () => {
      const request = await fixture.publish(sampleBytes(5_000_000));
      const stop = new AbortController();
      const { chunks } = await fixture.source.read(request, stop.signal);
      const reading = (async () => {
        for await (const _ of chunks) stop.abort();
      })();
      await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
}

/** All bytes of a body. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
