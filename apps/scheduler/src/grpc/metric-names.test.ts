import { unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { announcedPeer } from '../testing/announced-peer.ts';
import { hostMessage, runningScheduler, taskOf } from '../testing/running-scheduler.ts';

/** Counters that have a twin for failures. */
const withTwin = [
  ...['announce_peer', 'stat_peer', 'leave_peer', 'exchange_peer', 'stat_task', 'leave_task', 'list_hosts'],
  ...['leave_host', 'announce_host', 'register_peer', 'download_peer_started', 'download_peer_finished'],
  ...['download_peer_back_to_source_started', 'download_piece_finished'],
  ...['preheat_image', 'stat_image', 'preheat_file', 'stat_file'],
  ...['persistent', 'persistent_cache'].flatMap((kind) => [
    ...[`announce_${kind}_peer`, `stat_${kind}_peer`, `delete_${kind}_peer`, `upload_${kind}_task_started`],
    ...[`upload_${kind}_task_finished`, `stat_${kind}_task`, `delete_${kind}_task`, `register_${kind}_peer`],
    ...[`download_${kind}_peer_started`, `download_${kind}_peer_finished`, `download_${kind}_piece_finished`],
  ]),
];

/** Every name of Dragonfly's scheduler, without `dragonfly_scheduler_`, and its type. */
const names: Record<string, string> = {
  ...Object.fromEntries(
    withTwin.flatMap((name) => [`${name}_total`, `${name}_failure_total`].map((n) => [n, 'counter'])),
  ),
  download_peer_back_to_source_finished_failure_total: 'counter',
  download_piece_back_to_source_finished_failure_total: 'counter',
  upload_persistent_task_failed_total: 'counter',
  upload_persistent_cache_task_failed_total: 'counter',
  upload_peer_failed_failure_total: 'counter',
  upload_cache_peer_failed_failure_total: 'counter',
  traffic: 'counter',
  host_traffic: 'counter',
  download_peer_duration_milliseconds: 'summary',
  schedule_duration_milliseconds: 'summary',
  concurrent_schedule_total: 'gauge',
  version: 'gauge',
};

const read = async (url: string) => (await fetch(url)).text();

test("every metric of Dragonfly's scheduler is there with its type", async () => {
  await using running = await runningScheduler();
  const text = await read(running.metricsUrl);
  const types = new Map([...text.matchAll(/^# TYPE dragonfly_scheduler_(\S+) (\S+)$/gm)].map((m) => [m[1], m[2]]));
  expect(Object.fromEntries(Object.keys(names).map((name) => [name, types.get(name)]))).toEqual(names);
  for (const what of ['started', 'handled', 'msg_received', 'msg_sent'])
    expect(text).toContain(`# TYPE grpc_server_${what}_total counter`);
});

test('calls are counted when they begin, and their failures when they end', async () => {
  await using running = await runningScheduler();
  const { client } = running;
  await expect(unaryCall(client.statTask.bind(client), { hostId: 'h', taskId: taskOf('9') })).rejects.toMatchObject({
    code: 'notFound',
  });
  await unaryCall(client.listHosts.bind(client), {});
  const bad = { host: hostMessage('x', { ip: 'nonsense' }), interval: undefined };
  await expect(unaryCall(client.announceHost.bind(client), bad)).rejects.toMatchObject({ code: 'invalid' });
  const text = await read(running.metricsUrl);
  for (const line of [
    'dragonfly_scheduler_stat_task_total 1',
    'dragonfly_scheduler_stat_task_failure_total 1',
    'dragonfly_scheduler_list_hosts_total 1',
    'dragonfly_scheduler_list_hosts_failure_total 0',
    'dragonfly_scheduler_announce_host_failure_total 1',
    'grpc_server_handled_total{grpc_type="unary",grpc_service="scheduler.v2.Scheduler",grpc_method="StatTask",grpc_code="NotFound"} 1',
  ])
    expect(text).toContain(`${line}\n`);
});

test('bytes are counted by host when that is wanted, and a stream with its messages', async () => {
  await using running = await runningScheduler({ METRICS_ENABLE_HOST: 'true' });
  const a = await announcedPeer(running, 'a', taskOf('1'));
  a.register();
  await a.next();
  a.backToSourceStarted();
  a.piece(0);
  await expect
    .poll(() => read(running.metricsUrl))
    .toContain(
      'dragonfly_scheduler_host_traffic{type="back_to_source",task_type="standard",host_type="normal",host_id="a",host_ip="127.0.0.1",host_name="a"} 4194304',
    );
  const labels = 'grpc_type="bidi_stream",grpc_service="scheduler.v2.Scheduler",grpc_method="AnnouncePeer"';
  const text = await read(running.metricsUrl);
  expect(text).toContain(`grpc_server_msg_received_total{${labels}} 3`);
  expect(text).toContain(`grpc_server_msg_sent_total{${labels}} 1`);
  expect(text).toContain('dragonfly_scheduler_concurrent_schedule_total 1');
});
