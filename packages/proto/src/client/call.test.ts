import { Failure } from '@damselfly/core';
import { expect, test } from 'vitest';
import { TopologyServiceClient } from '../gen/damselfly/topology/v1/topology.ts';
import { HealthClient } from '../gen/grpc/health/v1/health.ts';
import { ManagerClient, SourceType } from '../gen/manager/v2/manager.ts';
import { eventually, loopback } from '../testing/loopback.ts';
import { goneTasks, shapes, summaries, watch } from '../testing/services.ts';
import { bidiCall, clientStreamCall, serverStreamCall, unaryCall } from './call.ts';
import { connected, createClient } from './channel.ts';

const member = { sourceType: SourceType.SCHEDULER_SOURCE, hostname: 'h', clusterId: 2n ** 60n, ip: '' };

test('the four shapes carry their messages', async () => {
  await using host = await loopback((adapt) => [
    ...shapes.unary(async ({ service }) => ({ status: service === 'ping' ? 1 : 2 }))(adapt),
    ...shapes.bidi(async function* (requests) {
      for await (const request of requests) yield watch(goneTasks(request));
    })(adapt),
    ...shapes.clientStream(async (requests) => {
      for await (const { clusterId } of requests) expect(clusterId).toBe(2n ** 60n);
      return {};
    })(adapt),
  ]);
  const [health, feed, manager] = [
    host.client(HealthClient),
    host.client(TopologyServiceClient),
    host.client(ManagerClient),
  ];
  expect((await unaryCall(health.check.bind(health), { service: 'ping' })).status).toBe(1);
  await clientStreamCall(manager.keepAlive.bind(manager), list(member, member));
  const echoed = [];
  for await (const { control } of bidiCall(feed.publish.bind(feed), list(summaries('a'), summaries('b')))) {
    echoed.push(control?.$case === 'watch' && control.value.taskId);
  }
  expect(echoed).toEqual(['a', 'b']);
});

test('an aborted signal cancels at both ends, before or during a call', async () => {
  let seen = 0;
  let aborted = 0;
  await using host = await loopback(
    shapes.unary(async (_, { signal }) => {
      seen += 1;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      aborted += 1;
      return { status: 1 };
    }),
  );
  const client = host.client(HealthClient);
  const stop = new AbortController();
  const call = unaryCall(client.check.bind(client), { service: '' }, { signal: stop.signal });
  await eventually(() => seen === 1);
  stop.abort();
  await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  await eventually(() => aborted === 1);
  const again = unaryCall(client.check.bind(client), { service: '' }, { signal: stop.signal });
  await expect(again).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen).toBe(1);
});

test('a timeout, by deadline or by signal, is told apart from a cancel', async () => {
  await using host = await loopback(shapes.unary(() => new Promise(() => undefined)));
  const client = host.client(HealthClient);
  const check = client.check.bind(client);
  await expect(unaryCall(check, { service: '' }, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'timeout' });
  const signal = AbortSignal.timeout(50);
  await expect(unaryCall(check, { service: '' }, { signal })).rejects.toMatchObject({ code: 'timeout' });
});

test('a signal aborted with a Failure gives that Failure', async () => {
  await using host = await loopback(
    shapes.serverStream(async function* (_, { signal }) {
      yield { status: 1 };
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    }),
  );
  const client = host.client(HealthClient);
  const stop = new AbortController();
  const answers = serverStreamCall(client.watch.bind(client), { service: '' }, { signal: stop.signal });
  await answers.next();
  stop.abort(new Failure('exhausted', 'too slow'));
  await expect(answers.next()).rejects.toMatchObject({ code: 'exhausted', message: 'too slow' });
});

test("an error in the requests cancels the call and is the caller's to see", async () => {
  let serverSaw = '';
  await using host = await loopback(
    shapes.bidi(async function* (requests, { signal }) {
      try {
        yield watch('t');
        serverSaw = 'the call';
        for await (const _ of requests) yield watch('u');
      } finally {
        await eventually(() => signal.aborted);
        serverSaw = 'cancelled';
      }
    }),
  );
  const client = host.client(TopologyServiceClient);
  const broken = async function* () {
    yield summaries('a');
    await eventually(() => serverSaw === 'the call');
    throw new Failure('corrupt', 'my own requests broke');
  };
  const read = (async () => {
    for await (const _ of bidiCall(client.publish.bind(client), broken()));
  })();
  await expect(read).rejects.toMatchObject({ code: 'corrupt', message: 'my own requests broke' });
  await eventually(() => serverSaw === 'cancelled');
});

test('leaving a loop of responses ends the requests, and a source that never wakes holds nobody', async () => {
  await using host = await loopback(
    shapes.bidi(async function* (_, { signal }) {
      while (!signal.aborted) yield watch('t');
    }),
  );
  const client = host.client(TopologyServiceClient);
  for await (const _ of bidiCall(client.publish.bind(client), asleep())) break;
  let closed = false;
  const endless = async function* () {
    try {
      for (;;) yield summaries('a');
    } finally {
      closed = true;
    }
  };
  for await (const _ of bidiCall(client.publish.bind(client), endless())) break;
  await eventually(() => closed);
});

test('an early answer of a client stream ends the wait for more requests', async () => {
  await using host = await loopback(
    shapes.clientStream(async (requests) => {
      for await (const _ of requests) throw new Failure('notFound', 'unknown member');
      return {};
    }),
  );
  const client = host.client(ManagerClient);
  const beats = async function* () {
    yield member;
    await new Promise(() => undefined);
  };
  const call = clientStreamCall(client.keepAlive.bind(client), beats());
  await expect(call).rejects.toMatchObject({ code: 'notFound', message: 'unknown member' });
});

test('nobody listening is `unavailable`, within the connect timeout', async () => {
  const host = await loopback(() => []);
  await host[Symbol.asyncDispose]();
  const client = createClient(HealthClient, { address: host.address });
  await expect(connected(client, 200)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(unaryCall(client.check.bind(client), { service: '' })).rejects.toMatchObject({ code: 'unavailable' });
  client.close();
});

async function* list<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}

async function* asleep(): AsyncGenerator<never> {
  await new Promise(() => undefined);
}
