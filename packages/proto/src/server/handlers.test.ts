import { connect, constants } from 'node:http2';
import { Failure } from '@damselfly/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bidiCall, clientStreamCall, serverStreamCall, unaryCall } from '../client/call.ts';
import { TopologyServiceClient } from '../gen/damselfly/topology/v1/topology.ts';
import { HealthClient } from '../gen/grpc/health/v1/health.ts';
import { KeepAliveRequest, ManagerClient, SourceType } from '../gen/manager/v2/manager.ts';
import { eventually, loopback } from '../testing/loopback.ts';
import { rawCall } from '../testing/raw-call.ts';
import { goneTasks, shapes, summaries, watch } from '../testing/services.ts';
import type { CallContext } from './call-context.ts';

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => void process.on('unhandledRejection', note));
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled.splice(0)).toEqual([]);
});

const keepAlive = (hostname: string) => ({ sourceType: SourceType.PEER_SOURCE, hostname, clusterId: 1n, ip: '' });

test('a failure thrown on purpose reaches the caller with its code and text', async () => {
  await using host = await loopback(
    shapes.unary(async ({ service }) => {
      throw new Failure('notFound', `no service ${service}`);
    }),
  );
  const client = host.client(HealthClient);
  const asked = unaryCall(client.check.bind(client), { service: 'ü\nx' });
  await expect(asked).rejects.toMatchObject({ code: 'notFound', message: 'no service ü\nx' });
  expect(host.internalErrors).toEqual([]);
});

test('any other error is `internal error` outside and whole inside', async () => {
  const bug = new TypeError('secret text');
  await using host = await loopback(shapes.unary(() => Promise.reject(bug)));
  const client = host.client(HealthClient);
  const asked = unaryCall(client.check.bind(client), { service: '' });
  await expect(asked).rejects.toMatchObject({ code: 'internal', message: 'internal error' });
  expect(host.internalErrors).toEqual([bug]);
});

test('a message with half a surrogate pair does not bring the server down', async () => {
  await using host = await loopback(
    shapes.bidi(async function* () {
      yield watch('t');
      throw new Failure('invalid', 'broken \ud800 text');
    }),
  );
  const client = host.client(TopologyServiceClient);
  await expect(collect(bidiCall(client.publish.bind(client), none()))).rejects.toMatchObject({
    code: 'invalid',
    message: 'broken \ufffd text',
  });
});

test('a handler that throws before it returns its iterable still answers', async () => {
  await using host = await loopback(
    shapes.serverStream(() => {
      throw new Failure('forbidden', 'no');
    }),
  );
  const client = host.client(HealthClient);
  await expect(collect(serverStreamCall(client.watch.bind(client), { service: '' }))).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('a server stream waits for a slow reader instead of buffering everything', async () => {
  let made = 0;
  await using host = await loopback(
    shapes.bidi(async function* () {
      for (; made < 20_000; made += 1) yield watch('x'.repeat(1_000));
    }),
  );
  const client = host.client(TopologyServiceClient);
  const responses = bidiCall(client.publish.bind(client), none());
  await responses.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(made).toBeLessThan(5_000);
  let read = 1;
  for await (const _ of responses) read += 1;
  expect(read).toBe(20_000);
});

test('a bidi caller is held back when the handler reads slowly', async () => {
  let sent = 0;
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let read = 0;
  await using host = await loopback(
    shapes.bidi(async function* (requests) {
      for await (const _ of requests) {
        read += 1;
        await held;
      }
      yield watch('done');
    }),
  );
  const client = host.client(TopologyServiceClient);
  const source = async function* () {
    for (; sent < 20_000; sent += 1) yield summaries('x'.repeat(1_000));
  };
  const answer = collect(bidiCall(client.publish.bind(client), source()));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(sent).toBeLessThan(5_000);
  expect(read).toBe(1);
  release?.();
  expect(await answer).toHaveLength(1);
  expect(read).toBe(20_000);
});

test.each(['waiting', 'writing'])('a cancelled call stops its generator while it is %s', async (doing) => {
  let stopped = false;
  await using host = await loopback(
    shapes.bidi(async function* (_, { signal }) {
      try {
        yield watch('first');
        if (doing === 'waiting')
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        for (;;) yield watch('x'.repeat(10_000));
      } finally {
        stopped = true;
      }
    }),
  );
  const client = host.client(TopologyServiceClient);
  for await (const _ of bidiCall(client.publish.bind(client), none({ open: true }))) break;
  await eventually(() => stopped);
  expect(host.internalErrors).toEqual([]);
});

test('a cancelled call calls return() on an iterable that is no generator', async () => {
  let returned = false;
  let wake: ((result: IteratorResult<never, undefined>) => void) | undefined;
  const silent = {
    next: () =>
      new Promise<IteratorResult<never, undefined>>((resolve) => {
        wake = resolve;
      }),
    return: async () => {
      returned = true;
      wake?.({ done: true, value: undefined });
      return { done: true, value: undefined } as const;
    },
  };
  let reached = false;
  await using host = await loopback(
    shapes.serverStream(() => {
      reached = true;
      return { [Symbol.asyncIterator]: () => silent };
    }),
  );
  const client = host.client(HealthClient);
  const gone = new AbortController();
  const read = collect(serverStreamCall(client.watch.bind(client), { service: '' }, { signal: gone.signal }));
  await eventually(() => reached);
  gone.abort();
  await expect(read).rejects.toMatchObject({ code: 'cancelled' });
  await eventually(() => returned);
});

test('requests of a caller that half-closes end; those of one that disconnects or resets throw', async () => {
  const ends: string[] = [];
  await using host = await loopback(
    shapes.clientStream(async (requests) => {
      try {
        for await (const { hostname } of requests) ends.push(hostname);
        ends.push('half-closed');
      } catch (thrown) {
        ends.push(Failure.from(thrown).code);
      }
      return {};
    }),
  );
  const client = host.client(ManagerClient);
  await clientStreamCall(client.keepAlive.bind(client), list(keepAlive('a')));
  expect(ends.splice(0)).toEqual(['a', 'half-closed']);
  for (let round = 0; round < 20; round += 1) {
    const session = connect(`http://${host.address}`).on('error', () => undefined);
    const stream = rawCall(session, '/manager.v2.Manager/KeepAlive', KeepAliveRequest.encode(keepAlive('b')).finish());
    stream.on('error', () => undefined);
    await eventually(() => ends.length === 1);
    if (round % 2 === 0) session.destroy();
    else stream.close(constants.NGHTTP2_CANCEL);
    await eventually(() => ends.length === 2);
    expect(ends.splice(0)).toEqual(['b', 'cancelled']);
    session.destroy();
  }
});

test('a background reader of requests ends quietly when the handler is done first', async () => {
  let reader: Promise<string> | undefined;
  await using host = await loopback(
    shapes.bidi(async function* (requests) {
      reader = (async () => {
        for await (const request of requests) if (goneTasks(request) === 'never') return 'never';
        return 'ended';
      })();
      yield watch('done');
    }),
  );
  const client = host.client(TopologyServiceClient);
  expect(await collect(bidiCall(client.publish.bind(client), none({ open: true })))).toHaveLength(1);
  expect(await reader).toBe('ended');
});

test('a failing bidi handler ends the call although the caller keeps sending', async () => {
  await using host = await loopback(
    shapes.bidi(async function* (requests) {
      for await (const request of requests) {
        yield watch(goneTasks(request));
        throw new Failure('aborted', 'enough');
      }
    }),
  );
  const client = host.client(TopologyServiceClient);
  let stopped = false;
  const endless = async function* () {
    try {
      for (;;) yield summaries('again');
    } finally {
      stopped = true;
    }
  };
  const answers = collect(bidiCall(client.publish.bind(client), endless()));
  await expect(answers).rejects.toMatchObject({ code: 'aborted', message: 'enough' });
  await eventually(() => stopped);
});

test('a response that cannot be encoded ends the call instead of hanging it', async () => {
  await using host = await loopback(
    shapes.bidi(async function* () {
      yield { control: { $case: 'watch', value: { taskId: undefined as unknown as string } } };
      yield { control: { $case: 'nonsense' } } as never;
      yield watch('x');
    }),
  );
  const client = host.client(TopologyServiceClient);
  const outcome = collect(bidiCall(client.publish.bind(client), none({ open: true }), { timeoutMs: 3_000 }));
  await expect(outcome.catch((thrown: unknown) => Failure.from(thrown).code)).resolves.not.toBe('timeout');
});

test('the context tells deadline, metadata, method and peer, and aborts when the call is over', async () => {
  let context: CallContext | undefined;
  await using host = await loopback(
    shapes.unary(async (_, given) => {
      context = given;
      given.sendHeaders();
      return { status: 1 };
    }),
  );
  const client = host.client(HealthClient);
  await unaryCall(client.check.bind(client), { service: '' }, { timeoutMs: 5_000 });
  expect(context?.deadlineMs).toBeGreaterThan(Date.now());
  expect(context?.peer).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(context?.path).toBe('/grpc.health.v1.Health/Check');
  expect(context?.signal.aborted).toBe(true);
});

test('a deadline that passes aborts the handler', async () => {
  let aborted = false;
  await using host = await loopback(
    shapes.unary(async (_, { signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      aborted = true;
      return { status: 1 };
    }),
  );
  const client = host.client(HealthClient);
  const asked = unaryCall(client.check.bind(client), { service: '' }, { timeoutMs: 100 });
  await expect(asked).rejects.toMatchObject({ code: 'timeout' });
  await eventually(() => aborted);
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function* list<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}

/** No requests; with `open` it never half-closes either. */
async function* none({ open = false } = {}): AsyncGenerator<never> {
  if (open) await new Promise(() => undefined);
}
