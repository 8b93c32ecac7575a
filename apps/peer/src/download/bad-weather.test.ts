import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { unaryCall } from '@damselfly/proto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchFile } from '../testing/fetch.ts';
import { sampleBytes, startOrigin, type TestOrigin, type Whim } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';

const MiB = 2 ** 20;
const content = sampleBytes(10 * MiB + 777);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a peer alone with a difficult origin', () => {
  let peer: TestPeer;
  let origin: TestOrigin;
  const withOrigin = async (bytes: Uint8Array, whim?: Whim) => {
    origin = await startOrigin(bytes, whim);
    return origin.url;
  };
  const files = async () => (await readdir(peer.dir)).filter((name) => name.includes('out-'));
  beforeEach(async () => {
    peer = await startTestPeer('alone');
  });
  afterEach(async () => {
    await peer.stop();
    await origin.close();
  });

  test('every byte comes once, whatever the number of ranges', async () => {
    const { file, pieces } = await fetchFile(peer, await withOrigin(content));
    expect(sha256(file)).toBe(sha256(content));
    expect(pieces.map(({ number }) => number).sort()).toEqual([0, 1, 2]);
    expect(origin.sentBytes).toBe(content.length + 1);
  });

  test.each([
    [404, {}],
    [403, { 'x-reason': 'no seat' }],
  ])('a %i comes back with its status and headers, and leaves no file', async (status, header) => {
    const url = await withOrigin(content, (_, response) => answer(response, status, header));
    await expect(fetchFile(peer, url)).rejects.toMatchObject({
      code: 'origin',
      origin: { statusCode: status, header: expect.objectContaining(header) },
    });
    expect(await files()).toEqual([]);
  });

  test('one 500 is got over', async () => {
    const url = await withOrigin(content, (_, response, nth) => nth === 2 && answer(response, 500));
    expect(sha256((await fetchFile(peer, url)).file)).toBe(sha256(content));
  });

  test('a body that breaks off is continued where it broke', async () => {
    let broken = 0;
    const url = await withOrigin(content, ({ headers }, response) => {
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      if (Number(end) - Number(start) < MiB || broken > 0) return false;
      broken += 1;
      const length = Number(end) + 1 - Number(start);
      response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${content.length}`, 'content-length': length });
      response.write(content.subarray(Number(start), Number(start) + 1000), () => response.destroy());
      return true;
    });
    expect(sha256((await fetchFile(peer, url)).file)).toBe(sha256(content));
    expect(broken).toBe(1);
  });

  test('a body that always breaks off is a failure, and no damaged file appears', async () => {
    const url = await withOrigin(content, ({ headers }, response) => {
      if (headers.range === 'bytes=0-0') return false;
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 9000), () => response.destroy());
      return true;
    });
    await expect(fetchFile(peer, url)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await files()).toEqual([]);
  });

  test('a wrong Content-Range is refused', async () => {
    const url = await withOrigin(content, ({ headers }, response) => {
      if (headers.range === 'bytes=0-0') return false;
      const header = { 'content-range': `bytes 1-100/${content.length}`, 'content-length': 100 };
      response.writeHead(206, header).end(content.subarray(1, 101));
      return true;
    });
    await expect(fetchFile(peer, url)).rejects.toMatchObject({ code: 'origin', origin: { statusCode: 206 } });
    expect(await files()).toEqual([]);
  });

  test('an origin that promised ranges and sends everything is read as one stream', async () => {
    const url = await withOrigin(content, ({ headers }, response) => headers.range !== 'bytes=0-0' && whole(response));
    expect(sha256((await fetchFile(peer, url)).file)).toBe(sha256(content));
  });

  test('an origin without ranges is read as one stream', async () => {
    const url = await withOrigin(content, (_, response) => whole(response));
    expect(sha256((await fetchFile(peer, url)).file)).toBe(sha256(content));
  });

  test('a chunked answer without length is read to its end', async () => {
    const url = await withOrigin(content, (_, response) => {
      response.write(content.subarray(0, 5));
      return response.end(content.subarray(5)).writableEnded;
    });
    const { file, started } = await fetchFile(peer, url);
    expect(sha256(file)).toBe(sha256(content));
    expect(Number(started.contentLength)).toBe(content.length);
  });

  test('a chunked answer that breaks off leaves nothing, and the next try starts afresh', async () => {
    const older = sampleBytes(content.length, 99);
    const url = await withOrigin(content, (_, response, nth) => {
      if (nth === 2) {
        response.write(older.subarray(0, 5 * MiB), () => response.destroy());
        return true;
      }
      response.write(content.subarray(0, 5));
      return response.end(content.subarray(5)).writableEnded;
    });
    await expect(fetchFile(peer, url)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await files()).toEqual([]);
    expect(sha256((await fetchFile(peer, url)).file)).toBe(sha256(content));
  });

  test('a file without bytes is a file', async () => {
    const { file, started } = await fetchFile(peer, await withOrigin(new Uint8Array()));
    expect(file).toHaveLength(0);
    expect(started.pieces).toEqual([]);
  });

  test('a 416 that is not about emptiness is asked again without a range', async () => {
    const url = await withOrigin(content, ({ headers }, response) =>
      headers.range === undefined ? whole(response) : answer(response, 416),
    );
    expect(sha256((await fetchFile(peer, url)).file)).toBe(sha256(content));
  });

  test('a file smaller than a piece is one piece', async () => {
    const small = sampleBytes(17);
    const { file, pieces } = await fetchFile(peer, await withOrigin(small));
    expect(small.equals(file)).toBe(true);
    expect(pieces.map(({ length }) => Number(length))).toEqual([17]);
  });

  test('the right digest is accepted, a wrong one keeps the file away and the old one in place', async () => {
    const url = await withOrigin(content);
    const digest = `sha256:${sha256(content)}`;
    expect((await fetchFile(peer, url, { digest })).file).toHaveLength(content.length);
    const outputPath = join(peer.dir, 'kept');
    await writeFile(outputPath, 'as before');
    const wrong = { digest: `sha256:${'0'.repeat(64)}`, outputPath, overwrite: true };
    await expect(fetchFile(peer, url, wrong)).rejects.toMatchObject({ code: 'corrupt' });
    expect(await readFile(outputPath, 'utf8')).toBe('as before');
  });

  test('an existing output is replaced only when asked to', async () => {
    const url = await withOrigin(content);
    const outputPath = join(peer.dir, 'there');
    await writeFile(outputPath, 'as before');
    await expect(fetchFile(peer, url, { outputPath })).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(outputPath, 'utf8')).toBe('as before');
    expect((await fetchFile(peer, url, { outputPath, overwrite: true })).file).toHaveLength(content.length);
  });

  test('a range brings its pieces only, and does not make the task finished', async () => {
    const url = await withOrigin(content);
    const range = { start: 5n * BigInt(MiB), length: 10n };
    const { file, pieces, taskId } = await fetchFile(peer, url, { range });
    expect(content.subarray(5 * MiB, 5 * MiB + 10).equals(file)).toBe(true);
    expect(pieces.map(({ number, length }) => [number, Number(length)])).toEqual([[1, 10]]);
    const { finishedAt } = await unaryCall(peer.client.statLocalTask.bind(peer.client), { taskId });
    expect(finishedAt).toBeUndefined();
    expect(sha256((await fetchFile(peer, url)).file)).toBe(sha256(content));
  });

  test('callers at the same time share one download', async () => {
    const url = await withOrigin(content);
    const all = await Promise.all([fetchFile(peer, url), fetchFile(peer, url), fetchFile(peer, url)]);
    for (const { file } of all) expect(sha256(file)).toBe(sha256(content));
    expect(origin.sentBytes).toBe(content.length + 1);
  });

  test('after a restart the pieces of before are used again', async () => {
    const url = await withOrigin(content);
    await fetchFile(peer, url, { range: { start: 0n, length: 10n } });
    const before = origin.sentBytes;
    await peer.stop(true);
    peer = await startTestPeer('alone', {}, peer.dir);
    expect(sha256((await fetchFile(peer, url)).file)).toBe(sha256(content));
    expect(origin.sentBytes - before).toBeLessThan(content.length - 4 * MiB + 10);
  });

  test('a part of an older version is dropped when the origin has another by then', async () => {
    const url = await withOrigin(content);
    await fetchFile(peer, url, { range: { start: 0n, length: 10n } });
    const newer = sampleBytes(content.length, 5);
    origin.whim = ({ headers }, response) => {
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      const part = newer.subarray(Number(start), Number(end) + 1);
      const header = { 'content-range': `bytes ${start}-${end}/${newer.length}`, 'content-length': part.length };
      return response.writeHead(206, { ...header, etag: '"v2"' }).end(part).writableEnded;
    };
    expect(sha256((await fetchFile(peer, url)).file)).toBe(sha256(newer));
  });

  test('a caller that leaves ends the download', async () => {
    const stop = new AbortController();
    const url = await withOrigin(content, ({ headers }, response) => {
      if (headers.range === 'bytes=0-0') return false;
      response.writeHead(200, { 'content-length': content.length }).write(content.subarray(0, 10));
      response.once('close', () => closed.resolve());
      stop.abort();
      return true;
    });
    const closed = latch();
    await expect(fetchFile(peer, url, {}, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
    await closed.promise;
  });
});

function latch() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function answer(response: ServerResponse, status: number, header: Record<string, string> = {}): true {
  response.writeHead(status, header).end();
  return true;
}

function whole(response: ServerResponse): true {
  response.writeHead(200, { 'content-length': content.length }).end(content);
  return true;
}
