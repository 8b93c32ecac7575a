import { common, createClient, dfdaemon, serverStreamCall, unaryCall } from '@damselfly/proto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchFile } from '../testing/fetch.ts';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';

let origin: TestOrigin;
let peer: TestPeer;
beforeEach(async () => {
  origin = await startOrigin(sampleBytes(5 * 2 ** 20));
  peer = await startTestPeer('stats', { seedPeer: { enable: true } });
});
afterEach(async () => {
  await peer.stop();
  await origin.close();
});

const metric = async (text: string) => {
  const page = await (await fetch(`http://${peer.metrics}/metrics`)).text();
  return page.split('\n').find((line) => line.startsWith(text));
};

test('a running daemon tells what it is busy with, and gives a profile of its time', async () => {
  await fetchFile(peer, origin.url);
  const stats: unknown = await (await fetch(`http://${peer.stats}/stats`)).json();
  expect(stats).toMatchObject({
    storage: { tasks: 1, storedBytes: 5 * 2 ** 20 },
    piecesFromParents: { underWay: 0, waiting: 0 },
    pieceBuffers: { loanedBytes: 0 },
  });
  const profiling = fetch(`http://${peer.stats}/debug/pprof/profile?seconds=1&frequency=200`);
  const profile: unknown = await (await profiling).json();
  expect(profile).toMatchObject({ nodes: expect.any(Array), samples: expect.any(Array) });
});

test('what makes no sense is refused with the reason', async () => {
  for (const [path, status] of [
    ['/debug/pprof/profile?seconds=0', 400],
    ['/debug/pprof/profile?seconds=a', 400],
    ['/debug/pprof/profile?seconds=301', 400],
    ['/other', 404],
  ] as const) {
    expect((await fetch(`http://${peer.stats}${path}`)).status, path).toBe(status);
  }
});

test('tasks, calls, sources, the disk and the version are counted under the names Dragonfly gives them', async () => {
  await fetchFile(peer, origin.url, { tag: 't', application: 'a' });
  expect(await metric('dragonfly_client_download_task_total{')).toBe(
    'dragonfly_client_download_task_total{type="0",tag="t",app="a",priority="0"} 1',
  );
  expect(await metric('dragonfly_client_download_task_duration_milliseconds_count')).toContain(
    'task_size_level="3"} 1',
  );
  expect(await metric('dragonfly_client_backend_request_total{scheme="http",method="STAT"}')).toMatch(/ 1$/);
  expect(await metric('dragonfly_client_backend_request_total{scheme="http",method="GET"}')).toMatch(/ [1-9]$/);
  await unaryCall(peer.client.listLocalTasks.bind(peer.client), {});
  expect(await metric('dragonfly_client_list_local_tasks_total')).toMatch(/type="0"\} 1$/);
  const absent = unaryCall(peer.client.statLocalTask.bind(peer.client), { taskId: '0'.repeat(64) });
  await expect(absent).rejects.toMatchObject({ code: 'notFound' });
  expect(await metric('dragonfly_client_stat_local_task_failure_total')).toMatch(/type="0"\} 1$/);

  const uploads = createClient(dfdaemon.DfdaemonUploadClient, { address: peer.grpc });
  const download = common.Download.fromPartial({ url: origin.url, tag: 'u' });
  for await (const _ of serverStreamCall(uploads.downloadTask.bind(uploads), { download }));
  uploads.close();
  expect(await metric('dragonfly_client_upload_task_total{')).toContain('tag="u"');
  expect(await metric('dragonfly_client_concurrent_upload_task_total{')).toMatch(/ 0$/);
  expect(await metric('dragonfly_client_upload_task_duration_milliseconds_count')).toMatch(/ 1$/);
  expect(await metric('dragonfly_client_version{')).toMatch(/ 1$/);
  expect(await metric('dragonfly_client_disk_space_total')).toMatch(/ [1-9]/);
  expect(await metric('dragonfly_client_disk_usage_space_total')).toMatch(/ [1-9]/);
});
