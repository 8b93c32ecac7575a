import { join } from 'node:path';
import { createClient, scheduler, unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type ConsoleApi, consoleApi } from '../harness/console.ts';
import { dfget } from '../harness/dfget.ts';
import { hasDockerRegistry, startDockerRegistry } from '../harness/docker-registry.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { type ImageRegistry, startImageRegistry } from '../harness/image-registry.ts';
import { startTestSystem, type TestSystem } from '../harness/system.ts';
import { until } from '../harness/wait.ts';

/** Starting a system, filling it and killing a part of it takes minutes where much else runs. */
const longMs = 400_000;
const login = { username: 'robot', password: 'a-registry-password' };
const job = z.object({ id: z.int(), state: z.string(), failure: z.string(), totalBytes: z.int(), doneBytes: z.int() });
const items = z.object({
  items: z.array(
    z.object({
      ...{ url: z.string(), hostname: z.string(), state: z.string(), bytes: z.int() },
      ...{ contentLength: z.int().nullable(), verified: z.boolean().nullable(), failure: z.string() },
    }),
  ),
});

/** The API once every peer has announced itself at the scheduler: a job covers the hosts known when it begins. */
async function ready({ run }: TestSystem): Promise<ConsoleApi> {
  const client = createClient(scheduler.SchedulerClient, { address: run.schedulers[0]?.grpc ?? '' });
  try {
    await until('every peer to be known', async () => {
      const { hosts } = await unaryCall(client.listHosts.bind(client), { type: undefined });
      return hosts.length === run.peers.length;
    });
  } finally {
    client.close();
  }
  return consoleApi(run.console.url);
}

const keepLogin = async (api: ConsoleApi, registry: ImageRegistry) => {
  const credential = { name: 'local', registry: new URL(registry.manifestUrl).host, ...login };
  expect((await api.ask('POST', '/api/v2/registry-credentials', credential)).status).toBe(201);
};
const start = async (api: ConsoleApi, registry: ImageRegistry) => {
  const args = { type: 'image', url: registry.manifestUrl, scope: 'all_peers' };
  const made = await api.ask('POST', '/api/v2/jobs', { type: 'preheat', args });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return job.parse(made.body).id;
};
const stateOf = async (api: ConsoleApi, id: number) =>
  z.object({ job }).parse((await api.ask('GET', `/api/v2/jobs/${id}`)).body).job;
const itemsOf = async (api: ConsoleApi, id: number) =>
  items.parse((await api.ask('GET', `/api/v2/jobs/${id}/items`)).body).items;
const ended = (api: ConsoleApi, id: number) =>
  until(
    'the job to end',
    async () => {
      const now = await stateOf(api, id);
      return ['pending', 'running'].includes(now.state) ? undefined : now;
    },
    120_000,
  );

/** Layer by host progress, verification, and then not a byte of a layer from the registry for a pull on any peer. */
async function preheatsEverywhere(registry: ImageRegistry): Promise<void> {
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ peers: 3 });
  const api = await ready(system);
  const looked = await api.ask('POST', '/api/v2/preflight', { args: { type: 'image', url: registry.manifestUrl } });
  expect(looked.body).toMatchObject({ content: { ok: false, code: 'unauthenticated' } });
  await keepLogin(api, registry);
  const again = await api.ask('POST', '/api/v2/preflight', {
    args: { type: 'image', url: registry.manifestUrl, scope: 'all_peers' },
  });
  const [hosts, blobs] = [system.run.peers.length, registry.layers.length + 1];
  expect(again.body).toMatchObject({ content: { ok: true, login: 'credential' }, clusters: [{ hostCount: hosts }] });

  const id = await start(api, registry);
  const seen = await until('bytes of a layer on a host, in the middle', async () =>
    (await itemsOf(api, id)).find(
      ({ state, bytes, contentLength }) => state === 'running' && bytes > 0 && bytes < (contentLength ?? 0),
    ),
  );
  expect(registry.layers.map(({ url }) => url)).toContain(seen.url);
  const { state, failure } = await ended(api, id);
  expect([state, failure]).toEqual(['succeeded', '']);
  const all = await itemsOf(api, id);
  expect(all).toHaveLength(hosts * blobs);
  expect(all.filter(({ state: one, verified }) => one !== 'succeeded' || verified !== true)).toEqual([]);
  for (const { url, lengthBytes } of registry.layers) {
    expect(registry.servedBytes(url) / lengthBytes).toBeLessThanOrEqual(1.01);
  }

  const before = registry.layers.map(({ url }) => registry.servedBytes(url));
  for (const { socket, name } of system.run.peers) {
    for (const [n, { url }] of registry.layers.entries()) {
      const got = await dfget(socket, url, join(out.path, `${name}-${n}`), '--header', 'Authorization: Bearer pull');
      expect(got.exitCode, got.output).toBe(0);
    }
  }
  expect(registry.layers.map(({ url }) => registry.servedBytes(url))).toEqual(before);
}

const layers = [9 * 2 ** 20, 5 * 2 ** 20 + 3];
const rate = { bytesPerSecond: 4 * 2 ** 20 };

test.skipIf(!hasDockerRegistry())(
  'an image of docker-registry behind a token service is preheated onto every peer; pulls then take nothing from it',
  async () => {
    await using registry = await startDockerRegistry(layers, { login, ...rate });
    await preheatsEverywhere(registry);
  },
  longMs,
);

test(
  'an image of a registry with a login is preheated onto every peer and verified; pulls then take nothing from it',
  async () => {
    await using registry = await startImageRegistry(layers, { login, ...rate });
    await preheatsEverywhere(registry);
  },
  longMs,
);

test(
  'a console killed in the middle of a preheat goes on with it when it is back',
  async () => {
    await using registry = await startImageRegistry([24 * 2 ** 20], { login, bytesPerSecond: 3 * 2 ** 20 });
    await using system = await startTestSystem({ peers: 2 });
    const api = await ready(system);
    await keepLogin(api, registry);
    const id = await start(api, registry);
    await until('the download to run', async () => (await itemsOf(api, id)).some(({ state }) => state === 'running'));
    system.kill(system.run.console.pid);
    await system.restartConsole();
    expect((await stateOf(api, id)).state).not.toBe('failed');
    const { state, failure } = await ended(api, id);
    expect([state, failure]).toEqual(['succeeded', '']);
    const attempts = (await api.ask('GET', `/api/v2/jobs/${id}/events`)).body;
    expect(JSON.stringify(attempts)).toContain('resumed');
    expect(registry.servedBytes(registry.layers[0]?.url ?? '') / (24 * 2 ** 20)).toBeLessThanOrEqual(1.5);
  },
  longMs,
);

test('Harbor’s driver finds the console healthy, starts a preheat and sees it succeed', async () => {
  await using registry = await startImageRegistry([3 * 2 ** 20]);
  await using system = await startTestSystem({ peers: 1 });
  const api = await ready(system);
  const base = system.run.console.url;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(base + path, {
      ...{ redirect: 'error', signal: AbortSignal.timeout(30_000), ...init },
      headers: { Accept: 'application/json', Authorization: `Bearer ${api.token}`, 'Content-Type': 'application/json' },
    });
  expect((await ask('/healthy')).status).toBe(200);
  const body = {
    type: 'preheat',
    args: {
      ...{ type: 'image', url: registry.manifestUrl, tag: '', filtered_query_params: '' },
      ...{ headers: { Authorization: 'Bearer pull' }, scope: 'all_peers', concurrent_count: 0, timeout: 0 },
    },
    scheduler_cluster_ids: null,
  };
  const before = Date.now();
  const made = await ask('/oapi/v1/jobs', { method: 'POST', body: JSON.stringify(body) });
  expect(made.status).toBe(200);
  expect(Date.now() - before).toBeLessThan(10_000);
  const { id } = z.object({ id: z.int() }).parse(await made.json());
  const told = await until(
    'the job to be told as done',
    async () => {
      const answer = await ask(`/oapi/v1/jobs/${id}`);
      expect(answer.status).toBe(200);
      const now = z.looseObject({ state: z.enum(['PENDING', 'SUCCESS', 'FAILURE']) }).parse(await answer.json());
      return now.state === 'PENDING' ? undefined : now;
    },
    60_000,
  );
  expect(told).toMatchObject({
    state: 'SUCCESS',
    result: { job_states: [{ results: [{ failure_tasks: null, scheduler_cluster_id: 1 }] }] },
  });
});
