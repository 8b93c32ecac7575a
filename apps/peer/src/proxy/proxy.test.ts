import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';

const MiB = 2 ** 20;
const content = sampleBytes(9 * MiB + 123);

interface Answer {
  readonly status: number;
  readonly header: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

describe('proxy', () => {
  let origin: TestOrigin;
  let peer: TestPeer;
  beforeEach(async () => {
    origin = await startOrigin(content);
    const rules = [{ regex: '/file$' }];
    peer = await startTestPeer('p', { proxy: { server: { ip: '127.0.0.1', port: 0 }, rules } });
  });
  afterEach(async () => {
    await peer.stop();
    await origin.close();
  });

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<Answer>((resolve, reject) => {
      const port = Number(peer.proxy.split(':').at(-1));
      const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, header: response.headers, body: Buffer.concat(parts) }),
        );
      });
      request.once('error', reject).end();
    });

  test('a GET that a rule names comes whole, with its task, and the second time from here', async () => {
    const first = await get(origin.url);
    expect(first.status).toBe(200);
    expect(content.equals(first.body)).toBe(true);
    expect(first.header['x-dragonfly-task-id']).toMatch(/^[0-9a-f]{64}$/);
    const sent = origin.sentBytes;
    const second = await get(origin.url);
    expect(content.equals(second.body)).toBe(true);
    expect(second.header['x-dragonfly-task-download-finished']).toBe('true');
    expect(origin.sentBytes - sent).toBeLessThan(10);
  });

  test.each([
    ['bytes=4194300-4194310', 4194300, 4194311],
    ['bytes=9437184-', 9437184, content.length],
    ['bytes=-5', content.length - 5, content.length],
  ])('range %s is a 206 with exactly those bytes', async (range, start, end) => {
    const { status, header, body } = await get(origin.url, { range });
    expect(status).toBe(206);
    expect(header['content-range']).toBe(`bytes ${start}-${end - 1}/${content.length}`);
    expect(content.subarray(start, end).equals(body)).toBe(true);
  });

  test('a range behind the end is a 416', async () => {
    expect((await get(origin.url, { range: 'bytes=99999999-' })).status).toBe(416);
  });

  test('as a mirror it asks the registry the request names', async () => {
    const { status, body } = await get('/file', { 'X-Dragonfly-Registry': new URL(origin.url).origin });
    expect(status).toBe(200);
    expect(content.equals(body)).toBe(true);
  });

  test('a mirror request that names no origin is told what to send', async () => {
    const { status, body } = await get('/file');
    expect(status).toBe(400);
    expect(body.toString()).toContain('X-Dragonfly-Registry');
  });

  test('what no rule names is passed on as it is', async () => {
    origin.whim = ({ url }, response) =>
      url === '/other' && response.writeHead(418, { 'x-pot': 'tea' }).end('short').writableEnded;
    const { status, header, body } = await get(origin.url.replace('/file', '/other'));
    expect([status, header['x-pot'], body.toString()]).toEqual([418, 'tea', 'short']);
    expect(header).not.toHaveProperty('x-dragonfly-task-id');
  });

  test('HEAD is passed on even where a rule matches', async () => {
    await get(origin.url, {}, 'HEAD');
    expect(origin.requests.map(({ method }) => method)).toEqual(['HEAD']);
  });

  test("the origin's refusal reaches the caller with status and headers", async () => {
    origin.whim = (_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="r"' }).end().writableEnded;
    const { status, header } = await get(origin.url);
    expect(status).toBe(401);
    expect(header['www-authenticate']).toBe('Bearer realm="r"');
    expect(header['x-dragonfly-error-type']).toBe('backend');
  });

  test('stored content is not given to a caller whom the origin refuses', async () => {
    expect((await get(origin.url, { authorization: 'Bearer good' })).status).toBe(200);
    origin.whim = ({ headers }, response) =>
      headers.authorization !== 'Bearer good' && response.writeHead(403).end().writableEnded;
    expect((await get(origin.url, { authorization: 'Bearer bad' })).status).toBe(403);
    expect((await get(origin.url)).status).toBe(403);
    expect((await get(origin.url, { authorization: 'Bearer good' })).status).toBe(200);
  });

  test('a body that breaks off is cut, never ended', async () => {
    origin.whim = ({ headers }, response) => {
      if (headers.range === 'bytes=0-0') return false;
      response.writeHead(500).end();
      return true;
    };
    await expect(get(origin.url)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });
});
