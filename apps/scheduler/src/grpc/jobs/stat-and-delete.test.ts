import { createClient, jobs, scheduler, type UnaryMethod, unaryCall } from '@damselfly/proto';
import type { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { clientTaskId, fakeDfdaemon } from '../../testing/fake-dfdaemon.ts';
import {
  downloadMessage,
  hostMessage,
  type RunningScheduler,
  runningScheduler,
  taskOf,
} from '../../testing/running-scheduler.ts';

const url = 'http://origin.test/file';
const content = jobs.Content.fromPartial({ urls: [url] });
const task = clientTaskId(downloadMessage({ url }));

async function ask<Q, S>(
  { address }: RunningScheduler,
  method: (client: InstanceType<typeof jobs.JobServiceClient>) => UnaryMethod<Q, S>,
  request: Q,
): Promise<S> {
  const client = createClient(jobs.JobServiceClient, { address });
  try {
    return await unaryCall(method(client), request);
  } finally {
    client.close();
  }
}

const stat = (running: RunningScheduler, request: Partial<jobs.StatRequest>) =>
  ask(running, (client) => client.stat.bind(client), { ...jobs.StatRequest.fromPartial({}), ...request });
const remove = (running: RunningScheduler, request: Partial<jobs.DeleteTaskRequest>) =>
  ask(running, (client) => client.deleteTask.bind(client), {
    ...jobs.DeleteTaskRequest.fromPartial({}),
    ...request,
  });

/** A host nobody answers at. */
async function announceDead({ client }: RunningScheduler, name: string): Promise<void> {
  const host = hostMessage(name, { port: 1024, downloadPort: 1024 });
  await unaryCall(client.announceHost.bind(client), { host, interval: undefined });
}

test('Stat tells who has the content, by URL and by task id, and who did not answer', async () => {
  await using running = await runningScheduler();
  await using a = await fakeDfdaemon(running, 'a');
  await using _b = await fakeDfdaemon(running, 'b');
  await announceDead(running, 'dead');
  a.tasks.add(task);
  const answer = await stat(running, { content, taskIds: [task] });
  expect(answer.askedHosts).toBe(3n);
  expect(
    answer.tasks.map(({ target, copies }) => [target?.url, target?.taskId, copies.map(({ host }) => host?.id)]),
  ).toEqual([
    [url, task, ['a']],
    ['', task, ['a']],
  ]);
  expect(answer.failedHosts).toMatchObject([{ host: { id: 'dead' }, failure: { code: 14 } }]);
});

test('StatFile counts hosts that did not answer in a header', async () => {
  await using running = await runningScheduler();
  await using a = await fakeDfdaemon(running, 'a');
  await announceDead(running, 'dead');
  a.tasks.add(task);
  const { client } = running;
  const request = scheduler.StatFileRequest.fromPartial({ url });
  let header: Metadata | undefined;
  const answer = await new Promise<scheduler.StatFileResponse>((resolve, reject) => {
    const call = client.statFile(request, (error, response) => (error ? reject(error) : resolve(response)));
    call.on('metadata', (metadata) => {
      header = metadata;
    });
  });
  expect(answer.peers).toMatchObject([{ hostname: 'a', cachedFiles: [{ url, isFinished: true }] }]);
  expect(header?.get('x-damselfly-unreachable-hosts')).toEqual(['1']);
});

test('when no host answers, the question fails', async () => {
  await using running = await runningScheduler();
  await announceDead(running, 'dead');
  await expect(stat(running, { content })).rejects.toMatchObject({ code: 'unavailable' });
});

test('DeleteTask gives a receipt a host: gone, never there, unreachable', async () => {
  await using running = await runningScheduler();
  await using a = await fakeDfdaemon(running, 'a');
  await using _b = await fakeDfdaemon(running, 'b');
  await announceDead(running, 'dead');
  a.tasks.add(task);
  const { receipts } = await remove(running, { taskIds: [task] });
  const told = receipts.map(({ host, deleted, failure }) => [host?.id, deleted, failure?.code]);
  expect(told.sort()).toEqual([
    ['a', true, undefined],
    ['b', false, undefined],
    ['dead', false, 14],
  ]);
  expect(a.tasks.size).toBe(0);
});

test('DeleteTask leaves hosts alone that were not named', async () => {
  await using running = await runningScheduler();
  await using a = await fakeDfdaemon(running, 'a');
  a.tasks.add(task);
  expect((await remove(running, { taskIds: [task], ips: ['10.9.9.9'] })).receipts).toEqual([]);
  expect(a.tasks.size).toBe(1);
});

test('a job without content or task ids is refused', async () => {
  await using running = await runningScheduler();
  await expect(stat(running, {})).rejects.toMatchObject({ code: 'invalid' });
  await expect(stat(running, { taskIds: [''] })).rejects.toMatchObject({ code: 'invalid' });
  await expect(remove(running, { taskIds: [taskOf('1')], ips: ['x'] })).rejects.toMatchObject({ code: 'invalid' });
});

test('ListTaskEntries asks a peer', async () => {
  await using running = await runningScheduler();
  const entry = { url: 'http://origin.test/dir/x', contentLength: 8n, isDir: false };
  await announceDead(running, 'a-dead-one');
  await using _a = await fakeDfdaemon(running, 'b', { entries: [entry] });
  const request = jobs.ListTaskEntriesRequest.fromPartial({ content: { urls: ['http://origin.test/dir/'] } });
  const { entries } = await ask(running, (client) => client.listTaskEntries.bind(client), request);
  expect(entries).toMatchObject([entry]);
});
