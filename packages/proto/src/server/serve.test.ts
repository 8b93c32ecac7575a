import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { unixAddress } from '../address.ts';
import { bidiCall, unaryCall } from '../client/call.ts';
import { connected, createClient } from '../client/channel.ts';
import { TopologyServiceClient } from '../gen/damselfly/topology/v1/topology.ts';
import { HealthClient } from '../gen/grpc/health/v1/health.ts';
import { eventually, loopback } from '../testing/loopback.ts';
import { shapes, watch } from '../testing/services.ts';
import { handlers } from './handlers.ts';
import { Health } from './health.ts';
import { serve } from './serve.ts';

const adapt = handlers({ onInternalError: () => undefined });

test('a unix socket gets the mode it was asked for and answers', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'damselfly-'));
  const socketPath = join(folder, 'd.sock');
  const server = await serve({ listen: { socketPath, mode: 0o660 }, services: [new Health().binding(adapt)] });
  const client = createClient(HealthClient, { address: unixAddress(socketPath) });
  expect((await stat(socketPath)).mode & 0o777).toBe(0o660);
  expect(await unaryCall(client.check.bind(client), { service: '' })).toMatchObject({ status: 1 });
  client.close();
  await server.close(0);
  await rm(folder, { recursive: true });
});

test('a port in use is `unavailable` and names the address', async () => {
  await using host = await loopback(() => []);
  const again = serve({ listen: { host: '127.0.0.1', port: host.server.port }, services: [] });
  await expect(again).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(host.address) });
});

test('closing lets a running call finish within the grace and refuses new ones', async () => {
  let finish: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let running = false;
  const host = await loopback(
    shapes.unary(async () => {
      running = true;
      await gate;
      return { status: 1 };
    }),
  );
  const client = host.client(HealthClient);
  const slow = unaryCall(client.check.bind(client), { service: '' });
  await eventually(() => running);
  const closed = host.server.close(5_000);
  const late = createClient(HealthClient, { address: host.address });
  await expect(connected(late, 300)).rejects.toMatchObject({ code: 'unavailable' });
  finish?.();
  expect(await slow).toMatchObject({ status: 1 });
  client.close();
  late.close();
  await closed;
});

test('closing cuts a call that outlives the grace and ends its handler', async () => {
  let ended = false;
  const host = await loopback(
    shapes.bidi(async function* (_, { signal }) {
      yield watch('t');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      ended = true;
    }),
  );
  const client = host.client(TopologyServiceClient);
  const answers = bidiCall(client.publish.bind(client), never());
  await answers.next();
  const startedAt = performance.now();
  const [, cut] = await Promise.all([host.server.close(100), answers.next().catch((thrown: unknown) => thrown)]);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(cut).toMatchObject({ name: 'Failure' });
  await eventually(() => ended);
  client.close();
});

test('reflection lists what is served and describes it', async () => {
  await using host = await loopback((given) => [new Health().binding(given)], { reflection: true });
  const answer = (request: Buffer) => reflect(host.address, request);
  expect(await answer(Buffer.from([0x3a, 0x01, 0x2a]))).toContain('grpc.health.v1.Health');
  const file = 'scheduler/v2/scheduler.proto';
  expect(await answer(Buffer.concat([Buffer.from([0x1a, file.length]), Buffer.from(file)]))).toContain('AnnouncePeer');
});

test('a message of 40 MB passes', async () => {
  await using host = await loopback(shapes.unary(async ({ service }) => ({ status: service.length === 40e6 ? 1 : 2 })));
  const client = host.client(HealthClient);
  const answer = await unaryCall(client.check.bind(client), { service: 'x'.repeat(40e6) });
  expect(answer.status).toBe(1);
});

/** Asks v1 reflection with a raw request; the raw answer as Latin-1 text. */
function reflect(address: string, request: Buffer): Promise<string> {
  const raw = (bytes: Buffer) => bytes;
  const client = new Client(address, credentials.createInsecure());
  const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
  const call = client.makeBidiStreamRequest<Buffer, Buffer>(path, raw, raw);
  return new Promise<string>((resolve, reject) => {
    call.on('error', reject).on('data', (answer: Buffer) => resolve(answer.toString('latin1')));
    call.write(request);
    call.end();
  }).finally(() => client.close());
}

async function* never(): AsyncGenerator<never> {
  await new Promise(() => undefined);
}

test('a connection that says nothing is ended when it has been idle for long enough', async () => {
  const server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    services: [],
    options: { 'grpc.max_connection_idle_ms': 100 },
  });
  const silent = connect(server.port, '127.0.0.1').resume();
  try {
    await once(silent, 'close');
  } finally {
    silent.destroy();
    await server.close(0);
  }
});
