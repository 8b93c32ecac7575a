import { createServer } from 'node:http';
import { initTRPC, TRPCError } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeValue, encodeValue } from '../../../wire/wire-value.ts';
import { ApiError } from './api-error.ts';
import { BatchCalls } from './batch-calls.ts';

const { procedure, router } = initTRPC.create({ transformer: { serialize: encodeValue, deserialize: decodeValue } });
let release: () => void;
let held: Promise<void>;
const api = router({
  echo: procedure.input(z.unknown()).query(({ input }) => ({ got: input })),
  nothing: procedure.query(() => undefined),
  add: procedure.input(z.object({ name: z.string() })).mutation(({ input }) => new Map([[input.name, 1n]])),
  held: procedure.query(async () => {
    await held;
    return 'released';
  }),
  refuse: procedure.query(() => {
    throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such thing.' });
  }),
});

let server: ReturnType<typeof createServer>;
let requests: string[];
let calls: BatchCalls;
beforeEach(async () => {
  requests = [];
  held = new Promise((resolve) => {
    release = resolve;
  });
  const handler = createHTTPHandler({ router: api, maxBatchSize: 20 });
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  calls = new BatchCalls(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
});
afterEach(() => {
  release();
  server.closeAllConnections();
  server.close();
});

test('calls of one moment travel in one request, and a slow one keeps nobody waiting', async () => {
  const slow = calls.call('query', 'held', undefined);
  const quick = calls.call('query', 'echo', { at: new Date(5), ids: new Set([1n]) });
  expect(await quick).toEqual({ got: { at: new Date(5), ids: new Set([1n]) } });
  release();
  expect(await slow).toBe('released');
  expect(requests).toEqual(['GET /held,echo']);
});

test('an answer may be nothing, and changes are posted', async () => {
  expect(await calls.call('query', 'nothing', undefined)).toBeUndefined();
  expect(await calls.call('mutation', 'add', { name: 'a' })).toEqual(new Map([['a', 1n]]));
  expect(requests).toEqual(['GET /nothing', 'POST /add']);
});

test('more calls than the console answers at once become several requests', async () => {
  const answers = await Promise.all(Array.from({ length: 25 }, (_, n) => calls.call('query', 'echo', n)));
  expect(answers).toEqual(Array.from({ length: 25 }, (_, got) => ({ got })));
  expect(requests).toHaveLength(2);
});

test('what the console refuses carries its code and sentence, and fails no other call', async () => {
  const refused = calls.call('query', 'refuse', undefined);
  const fine = calls.call('query', 'echo', 1);
  await expect(refused).rejects.toMatchObject({ message: 'There is no such thing.', data: { code: 'NOT_FOUND' } });
  expect(await fine).toEqual({ got: 1 });
});

test('a call that nobody waits for any more ends at once, and its request with the last one', async () => {
  const stop = new AbortController();
  const slow = calls.call('query', 'held', undefined, stop.signal);
  await expect.poll(() => requests).toHaveLength(1);
  stop.abort(new Error('left'));
  await expect(slow).rejects.toThrow('left');
  await expect(calls.call('query', 'echo', 1, stop.signal)).rejects.toThrow('left');
});

test('a console that does not answer, or breaks off, is a failure without data', async () => {
  const slow = calls.call('query', 'held', undefined);
  await expect.poll(() => requests).toHaveLength(1);
  server.closeAllConnections();
  await expect(slow).rejects.toSatisfy((error) => error instanceof ApiError && error.data === undefined);
  server.close();
  await expect(calls.call('query', 'echo', 1)).rejects.toBeInstanceOf(ApiError);
});

test('an answer that is not of this form is a failure, not a hang', async () => {
  server.removeAllListeners('request');
  server.on('request', (_, response) => response.end('<html>proxy</html>\n'));
  await expect(calls.call('query', 'echo', 1)).rejects.toThrow('cannot be read');
  server.removeAllListeners('request');
  server.on('request', (_, response) => response.end('{"0":[[0],[null,0,7]]}\n[8,0,[[1]]]\n'));
  await expect(calls.call('query', 'echo', 1)).rejects.toThrow('nothing waits for');
});
