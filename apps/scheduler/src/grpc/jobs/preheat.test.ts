import { Failure } from '@damselfly/core';
import { common, createClient, jobs, scheduler, serverStreamCall, unaryCall } from '@damselfly/proto';
import { descriptor, digestOf, localRegistry } from '@damselfly/registry/testing';
import { expect, test } from 'vitest';
import { clientTaskId, fakeDfdaemon } from '../../testing/fake-dfdaemon.ts';
import { type RunningScheduler, runningScheduler } from '../../testing/running-scheduler.ts';

const url = 'http://origin.test/file?b=2&a=1&X-Amz-Date=now';
const contentOf = (more: Partial<jobs.Content> = {}): jobs.Content => ({
  ...jobs.Content.fromPartial({}),
  urls: [url],
  ...more,
});
const request = (more: Partial<jobs.PreheatRequest> = {}): jobs.PreheatRequest => ({
  ...jobs.PreheatRequest.fromPartial({ scope: 'all_peers' }),
  content: contentOf(),
  ...more,
});

async function preheat({ address }: RunningScheduler, asked: jobs.PreheatRequest, signal?: AbortSignal) {
  const client = createClient(jobs.JobServiceClient, { address });
  try {
    const steps = [];
    const settings = signal === undefined ? {} : { signal };
    for await (const { step } of serverStreamCall(client.preheat.bind(client), asked, settings))
      if (step) steps.push(step);
    return steps;
  } finally {
    client.close();
  }
}

const ends = (steps: Awaited<ReturnType<typeof preheat>>) =>
  steps.flatMap(({ $case, value }) => ($case === 'progress' && (value.finished || value.failure) ? [value] : []));
const outcome = (steps: Awaited<ReturnType<typeof preheat>>) => {
  const last = steps.at(-1);
  return last?.$case === 'outcome' ? [Number(last.value.succeeded), Number(last.value.failed)] : undefined;
};

test('every peer downloads, bytes and all, under the task id its clients compute', async () => {
  await using running = await runningScheduler();
  await using a = await fakeDfdaemon(running, 'a');
  await using b = await fakeDfdaemon(running, 'b-seed', { host: { type: 1 } });
  const content = contentOf({ tag: 'v1', application: 'app', header: { 'x-key': 'k' }, pieceLength: 4194304n });
  const steps = await preheat(running, request({ content, priority: common.Priority.LEVEL3 }));
  const resolved = steps[0];
  if (resolved?.$case !== 'resolved') throw new Error('no plan came first');
  expect(resolved.value.hosts.map(({ id, seed }) => [id, seed]).sort()).toEqual([
    ['a', false],
    ['b-seed', true],
  ]);
  const id = resolved.value.targets[0]?.taskId;
  expect([...a.tasks, ...b.tasks]).toEqual([id, id]);
  expect(a.asked[0]).toMatchObject({
    ...{ url, tag: 'v1', application: 'app', requestHeader: { 'x-key': 'k' }, pieceLength: 4194304n },
    ...{ priority: 3, type: common.TaskType.STANDARD, needBackToSource: false, disableBackToSource: false },
    filteredQueryParams: expect.arrayContaining(['X-Amz-Date']),
  });
  expect(ends(steps).map(({ bytes, contentLength, finished }) => [bytes, contentLength, finished])).toEqual([
    [8n, 8n, true],
    [8n, 8n, true],
  ]);
  expect(outcome(steps)).toEqual([2, 0]);
});

test('one seed downloads each URL; the next is asked when it cannot', async () => {
  await using running = await runningScheduler();
  const full = () => new Failure('exhausted', 'busy');
  const seed = { host: { type: 1 } };
  await using a = await fakeDfdaemon(running, 'a-seed', { ...seed, fails: full });
  await using b = await fakeDfdaemon(running, 'b-seed', seed);
  await using normal = await fakeDfdaemon(running, 'c');
  const urls = Array.from({ length: 8 }, (_, n) => `http://origin.test/${n}`);
  const steps = await preheat(running, request({ scope: '', content: contentOf({ urls }) }));
  expect(outcome(steps)).toEqual([8, 0]);
  expect(b.tasks.size).toBe(8);
  expect(normal.asked).toEqual([]);
  expect(a.asked.length).toBeGreaterThan(0);
  expect(ends(steps).filter(({ failure }) => failure)).toHaveLength(a.asked.length);
});

test('a failure is told with its code and text, and fails nothing else', async () => {
  await using running = await runningScheduler();
  await using _a = await fakeDfdaemon(running, 'a', { fails: () => new Failure('storage', 'disk full') });
  await using _b = await fakeDfdaemon(running, 'b');
  const steps = await preheat(running, request());
  expect(outcome(steps)).toEqual([1, 1]);
  const failed = ends(steps).find(({ failure }) => failure);
  expect(failed).toMatchObject({ host: { id: 'a' }, failure: { code: 13, description: 'disk full' } });
});

test('no more URLs at once on a host than asked for', async () => {
  await using running = await runningScheduler();
  await using a = await fakeDfdaemon(running, 'a');
  const urls = Array.from({ length: 12 }, (_, n) => `http://origin.test/${n}`);
  await preheat(running, request({ content: contentOf({ urls }), concurrentTaskCount: 2n }));
  expect(a.asked).toHaveLength(12);
  expect(a.peak).toBeLessThanOrEqual(2);
});

test('leaving ends the downloads on the peers', async () => {
  await using running = await runningScheduler();
  await using a = await fakeDfdaemon(running, 'a', { until: new Promise(() => undefined) });
  const left = new AbortController();
  const job = preheat(running, request(), left.signal);
  await a.sawDownloads(1);
  left.abort();
  await expect(job).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => a.cancelled).toBe(1);
  expect(a.tasks.size).toBe(0);
});

test('a job that takes too long is a timeout', async () => {
  await using running = await runningScheduler();
  await using _a = await fakeDfdaemon(running, 'a', { until: new Promise(() => undefined) });
  const job = preheat(running, request({ timeout: { seconds: 0n, nanos: 50_000_000 } }));
  await expect(job).rejects.toMatchObject({ code: 'timeout' });
});

test('a folder is listed by a peer and its files are downloaded, folders left out', async () => {
  await using running = await runningScheduler();
  const entry = (path: string, isDir = false) => ({ url: `http://origin.test/dir/${path}`, contentLength: 8n, isDir });
  await using a = await fakeDfdaemon(running, 'a', { entries: [entry('x'), entry('sub/', true), entry('sub/y')] });
  await preheat(running, request({ content: contentOf({ urls: ['http://origin.test/dir/'] }), outputPath: '/out' }));
  expect(a.asked.map((download) => [download.url, download.outputPath]).sort()).toEqual([
    ['http://origin.test/dir/sub/y', '/out/sub/y'],
    ['http://origin.test/dir/x', '/out/x'],
  ]);
});

test.each([
  ['url', { content: contentOf({ urls: ['nonsense'] }) }],
  ['content', { content: undefined }],
  ['scope', { scope: 'everybody' }],
  ['ips', { ips: ['here'] }],
  ['count', { count: 201 }],
  ['percentage', { percentage: 101 }],
  ['piece_length', { content: contentOf({ pieceLength: 1n }) }],
  ['concurrent_task_count', { concurrentTaskCount: 101n }],
  ['concurrent_peer_count', { concurrentPeerCount: -1n }],
  ['timeout', { timeout: { seconds: -1n, nanos: 0 } }],
  ['output_path', { outputPath: 'relative' }],
  ['header', { content: contentOf({ header: { 'a b': '1' } }) }],
  [
    'certificate_chain',
    {
      content: contentOf({
        urls: [],
        image: 'http://127.0.0.1:1/v2/a/manifests/b',
        certificateChain: [Buffer.from('x')],
      }),
    },
  ],
])('a wrong %s is named', async (field, more) => {
  await using running = await runningScheduler();
  await using _a = await fakeDfdaemon(running, 'a');
  await expect(preheat(running, request(more))).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(new RegExp(`^${field} `)),
  });
});

test('PreheatImage reads the manifest and has each blob downloaded with the token it got', async () => {
  await using running = await runningScheduler({ JOB_LOOPBACK_REGISTRIES: 'true' });
  await using registry = await localRegistry({ auth: 'bearer' });
  const layers = ['one', 'two'].map((text) => descriptor(digestOf(text)));
  registry.putManifest('v1', { schemaVersion: 2, layers });
  await using a = await fakeDfdaemon(running, 'a-seed', { host: { type: 1 } });
  const { client } = running;
  const image = { url: `${registry.origin}/v2/team/app/manifests/v1`, username: 'user', password: 'secret' };
  await unaryCall(client.preheatImage.bind(client), scheduler.PreheatImageRequest.fromPartial(image));
  await a.sawDownloads(2);
  expect(a.asked.map((download) => download.requestHeader.Authorization)).toEqual(['Bearer issued', 'Bearer issued']);
  const stat = scheduler.StatImageRequest.fromPartial(image);
  await expect
    .poll(() => unaryCall(client.statImage.bind(client), stat))
    .toMatchObject({
      image: { layers: layers.map(({ digest }) => ({ url: `${registry.origin}/v2/team/app/blobs/${digest}` })) },
      peers: [{ ip: '127.0.0.1', hostname: 'a-seed', cachedLayers: [{ isFinished: true }, { isFinished: true }] }],
    });
});

test('PreheatImage refuses what is no manifest, an unknown image, and loopback unless allowed', async () => {
  await using running = await runningScheduler({ JOB_LOOPBACK_REGISTRIES: 'true' });
  await using strict = await runningScheduler();
  await using registry = await localRegistry();
  const ask = ({ client }: RunningScheduler, at: string) =>
    unaryCall(client.preheatImage.bind(client), scheduler.PreheatImageRequest.fromPartial({ url: at }));
  await using _a = await fakeDfdaemon(running, 'a-seed', { host: { type: 1 } });
  await using _b = await fakeDfdaemon(strict, 'b-seed', { host: { type: 1 } });
  const missing = `${registry.origin}/v2/team/app/manifests/none`;
  await expect(ask(running, url)).rejects.toMatchObject({ code: 'invalid' });
  await expect(ask(running, missing)).rejects.toMatchObject({ code: 'notFound' });
  await expect(ask(strict, missing)).rejects.toMatchObject({ code: 'forbidden' });
});

test('PreheatFile answers at once, goes on after its caller left, and passes the tag on', async () => {
  await using running = await runningScheduler();
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  await using a = await fakeDfdaemon(running, 'a', { until });
  const { client } = running;
  const file = scheduler.PreheatFileRequest.fromPartial({ url, tag: 'v1', scope: 'all_peers' });
  await unaryCall(client.preheatFile.bind(client), file);
  await a.sawDownloads(1);
  release();
  const stat = scheduler.StatFileRequest.fromPartial({ url, tag: 'v1' });
  const cached = { ip: '127.0.0.1', hostname: 'a', cachedFiles: [{ url, isFinished: true }] };
  await expect.poll(() => unaryCall(client.statFile.bind(client), stat)).toMatchObject({ peers: [cached] });
  const [download] = a.asked;
  expect(download && a.tasks.has(clientTaskId(download))).toBe(true);
});

test('without a seed peer, single_seed_peer says what to do', async () => {
  await using running = await runningScheduler();
  await using _a = await fakeDfdaemon(running, 'a');
  const { client } = running;
  const call = unaryCall(client.preheatFile.bind(client), scheduler.PreheatFileRequest.fromPartial({ url }));
  await expect(call).rejects.toMatchObject({ code: 'precondition', message: expect.stringContaining('all_peers') });
});
