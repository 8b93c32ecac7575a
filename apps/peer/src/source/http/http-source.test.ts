import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { sampleBytes, startOrigin, type TestOrigin, type Whim } from '../../testing/origin.ts';
import { collect, sourceContract } from '../source.contract.ts';
import type { Source } from '../source.ts';
import { httpSource } from './http-source.ts';

const quick = { maxRetries: 1, retryDelayMs: 1, connectTimeoutMs: 2000, idleTimeoutMs: 2000 };
const missing: Whim = ({ url }, response) => url === '/missing' && answer(response, 404);

sourceContract('http', async () => {
  const source = httpSource(quick);
  const origins: TestOrigin[] = [];
  const empty = await startOrigin(new Uint8Array(), missing);
  origins.push(empty);
  return {
    source,
    publish: async (content) => {
      const origin = await startOrigin(content);
      origins.push(origin);
      return { url: origin.url, header: {} };
    },
    missing: () => ({ url: empty.url.replace('/file', '/missing'), header: {} }),
    close: async () => {
      await source.close();
      await Promise.all(origins.map((origin) => origin.close()));
    },
  };
});

describe('http source in bad weather', () => {
  const content = sampleBytes(20_000);
  const signal = new AbortController().signal;
  const source: Source = httpSource(quick);
  const opened: TestOrigin[] = [];
  const originThat = async (whim: Whim) => {
    const origin = await startOrigin(content, whim);
    opened.push(origin);
    return origin;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((origin) => origin.close()));
  });

  test('a 403 keeps the headers the origin sent with it', async () => {
    const { url } = await originThat((_, response) => answer(response, 403, { 'x-reason': 'no seat' }));
    await expect(source.stat({ url, header: {} }, signal)).rejects.toMatchObject({
      code: 'origin',
      message: expect.stringContaining('403 Forbidden'),
      origin: { statusCode: 403, header: { 'x-reason': 'no seat' } },
    });
  });

  test('one 500 is tried again and not seen', async () => {
    const origin = await originThat((_, response, nth) => nth === 1 && answer(response, 500));
    const body = await source.read({ url: origin.url, header: {} }, signal);
    expect(content.equals(await collect(body.chunks))).toBe(true);
    expect(origin.requests).toHaveLength(2);
  });

  test('a 500 that stays is an origin failure', async () => {
    const origin = await originThat((_, response) => answer(response, 500));
    const reading = source.read({ url: origin.url, header: {} }, signal);
    await expect(reading).rejects.toMatchObject({ code: 'origin', origin: { statusCode: 500 } });
    expect(origin.requests).toHaveLength(2);
  });

  test('a broken connection is tried again', async () => {
    const origin = await originThat(({ socket }, _, nth) => nth === 1 && socket.destroy().destroyed);
    expect((await source.stat({ url: origin.url, header: {} }, signal)).contentLength).toBe(content.length);
  });

  test('nobody listening is unavailable and names the host', async () => {
    const origin = await originThat(() => false);
    await origin.close();
    const stat = source.stat({ url: origin.url, header: {} }, signal);
    await expect(stat).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('ECONNREFUSED') });
  });

  test('a body that breaks off is a failure, never the end', async () => {
    const { url } = await originThat((_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 5000), () => response.destroy());
      return true;
    });
    const body = await source.read({ url, header: {} }, signal);
    await expect(collect(body.chunks)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a chunked body that ends before the length known from elsewhere is a failure', async () => {
    const { url } = await originThat((_, response) => {
      response.write(content.subarray(0, 10));
      return response.end(content.subarray(10, 5000)).writableEnded;
    });
    const body = await source.read({ url, header: {}, contentLength: content.length }, signal);
    await expect(collect(body.chunks)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('5000 of 20000'),
    });
  });

  test('a range answered with another range is refused', async () => {
    const { url } = await originThat((_, response) => {
      const header = { 'content-range': `bytes 0-99/${content.length}`, 'content-length': 100 };
      response.writeHead(206, header).end(content.subarray(0, 100));
      return true;
    });
    const reading = source.read({ url, header: {}, range: { start: 100, length: 100 } }, signal);
    await expect(reading).rejects.toMatchObject({ code: 'origin', message: expect.stringContaining('Content-Range') });
  });

  test('a range of a whole with another length is refused', async () => {
    const { url } = await originThat(() => false);
    const reading = source.read({ url, header: {}, range: { start: 0, length: 9 }, contentLength: 30_000 }, signal);
    await expect(reading).rejects.toMatchObject({
      code: 'origin',
      message: expect.stringContaining('20000 bytes now'),
    });
  });

  test('content that changed since it was first seen is refused', async () => {
    const { url } = await originThat(() => false);
    const reading = source.read({ url, header: {}, validators: { etag: '"v0"' } }, signal);
    await expect(reading).rejects.toMatchObject({ code: 'origin', message: expect.stringContaining('changed') });
  });

  test('an origin without ranges says so, and a read from the start takes just what was asked', async () => {
    const { url } = await originThat((_, response) => whole(response));
    expect(await source.stat({ url, header: {} }, signal)).toMatchObject({
      contentLength: content.length,
      acceptsRanges: false,
    });
    const body = await source.read({ url, header: {}, range: { start: 0, length: 777 } }, signal);
    expect(content.subarray(0, 777).equals(await collect(body.chunks))).toBe(true);
  });

  test('everything instead of a later range is refused', async () => {
    const { url } = await originThat((_, response) => whole(response));
    const reading = source.read({ url, header: {}, range: { start: 5, length: 5 } }, signal);
    await expect(reading).rejects.toMatchObject({ code: 'origin', origin: { statusCode: 200 } });
  });

  test('a chunked answer has no length and is read to its end', async () => {
    const { url } = await originThat((_, response) => {
      response.write(content.subarray(0, 10));
      return response.end(content.subarray(10)).writableEnded;
    });
    const stat = await source.stat({ url, header: {} }, signal);
    expect(stat).toMatchObject({ acceptsRanges: false, contentLength: undefined });
    const body = await source.read({ url, header: {} }, signal);
    expect(body.length).toBeUndefined();
    expect(content.equals(await collect(body.chunks))).toBe(true);
  });

  test('a 416 that is not about emptiness is asked again without a range', async () => {
    const { url } = await originThat(({ headers }, response) => headers.range !== undefined && answer(response, 416));
    expect((await source.stat({ url, header: {} }, signal)).contentLength).toBe(content.length);
  });

  test('redirects are followed, and credentials do not follow to another origin', async () => {
    const target = await originThat(() => false);
    const { url } = await originThat((_, response) => answer(response, 302, { location: target.url }));
    const header = { Authorization: 'Bearer x', 'X-Kept': 'yes' };
    expect((await source.stat({ url, header }, signal)).contentLength).toBe(content.length);
    expect(target.requests[0]?.header).toMatchObject({ 'x-kept': 'yes' });
    expect(target.requests[0]?.header).not.toHaveProperty('authorization');
  });

  test('a temporary redirect counts for later reads of the same caller, until its target fails', async () => {
    let gone = false;
    const target = await originThat((_, response) => gone && answer(response, 403));
    const asked = await originThat((_, response) => !gone && answer(response, 307, { location: target.url }));
    const remembering = httpSource({ ...quick, redirectTtlMs: 60_000 });
    const read = async (start: number, caller: string) => {
      const request = { url: asked.url, header: { authorization: caller }, range: { start, length: 10 } };
      return collect((await remembering.read(request, signal)).chunks);
    };
    try {
      for (const start of [0, 10, 20]) {
        expect((await read(start, 'a')).equals(content.subarray(start, start + 10))).toBe(true);
      }
      expect(asked.requests).toHaveLength(1);
      await read(0, 'b');
      expect(asked.requests).toHaveLength(2);
      // Whether the caller may read is the origin's to say, every time.
      await remembering.stat({ url: asked.url, header: { authorization: 'a' } }, signal);
      expect(asked.requests).toHaveLength(3);
      expect(target.requests.some(({ header }) => header.authorization !== undefined)).toBe(false);
      gone = true;
      expect((await read(30, 'a')).equals(content.subarray(30, 40))).toBe(true);
      expect(asked.requests).toHaveLength(4);
    } finally {
      await remembering.close();
    }
  });

  test('redirects that go round are given up', async () => {
    const { url } = await originThat((_, response) => answer(response, 307, { location: '/again' }));
    await expect(source.stat({ url, header: {} }, signal)).rejects.toMatchObject({ code: 'origin' });
  });
});

function answer(response: ServerResponse, status: number, header: Record<string, string> = {}): true {
  response.writeHead(status, header).end();
  return true;
}

function whole(response: ServerResponse): true {
  const content = sampleBytes(20_000);
  response.writeHead(200, { 'content-length': content.length }).end(content);
  return true;
}
