import { createClient, jobs, scheduler, serverStreamCall, unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { startImageRegistry } from '../harness/image-registry.ts';
import { startOrigin } from '../harness/origin.ts';
import { startTestSystem, type TestSystem } from '../harness/system.ts';
import { until } from '../harness/wait.ts';

const env = { DAMSELFLY_SCHEDULER_JOB_LOOPBACK_REGISTRIES: 'true' };

/** The scheduler's address once every peer has announced itself there: a job covers the hosts known when it begins. */
async function readyScheduler({ run }: TestSystem): Promise<string> {
  const [first] = run.schedulers;
  if (first === undefined) throw new Error('no scheduler');
  const client = createClient(scheduler.SchedulerClient, { address: first.grpc });
  try {
    await until('every peer to be known', async () => {
      const { hosts } = await unaryCall(client.listHosts.bind(client), { type: undefined });
      return hosts.length === run.peers.length;
    });
  } finally {
    client.close();
  }
  return first.grpc;
}

test('a file is preheated onto every peer, the origin serves it once, and it can be deleted everywhere', async () => {
  await using origin = await startOrigin({ lengthBytes: 24 * 2 ** 20 });
  await using system = await startTestSystem({ peers: 3, env });
  const client = createClient(jobs.JobServiceClient, { address: await readyScheduler(system) });
  try {
    const content = jobs.Content.fromPartial({ urls: [origin.url] });
    const request = jobs.PreheatRequest.fromPartial({ content: { urls: [origin.url] }, scope: 'all_peers' });
    const steps = [];
    for await (const { step } of serverStreamCall(client.preheat.bind(client), request)) steps.push(step);
    const hosts = BigInt(system.run.peers.length);
    expect(steps.at(-1)).toMatchObject({ $case: 'outcome', value: { succeeded: hosts, failed: 0n } });
    const stat = async () => {
      const { tasks } = await unaryCall(client.stat.bind(client), { ...jobs.StatRequest.fromPartial({}), content });
      return tasks[0]?.copies.filter(({ finished }) => finished).length;
    };
    expect(await stat()).toBe(system.run.peers.length);
    expect(origin.servedBytes() / origin.body.length).toBeLessThanOrEqual(1.01);
    const { receipts } = await unaryCall(client.deleteTask.bind(client), {
      ...jobs.DeleteTaskRequest.fromPartial({}),
      content,
    });
    expect(receipts.map(({ deleted, failure }) => failure ?? deleted)).toEqual(system.run.peers.map(() => true));
    expect(await stat()).toBe(0);
  } finally {
    client.close();
  }
});

test('an image of two layers is preheated onto every peer, and the registry serves each layer once', async () => {
  await using registry = await startImageRegistry([9 * 2 ** 20, 5 * 2 ** 20 + 3]);
  await using system = await startTestSystem({ peers: 3, env });
  const client = createClient(scheduler.SchedulerClient, { address: await readyScheduler(system) });
  try {
    const image = { url: registry.manifestUrl, scope: 'all_peers' };
    await unaryCall(client.preheatImage.bind(client), scheduler.PreheatImageRequest.fromPartial(image));
    const { peers } = await until('the image to be everywhere', async () => {
      const request = scheduler.StatImageRequest.fromPartial({ url: registry.manifestUrl });
      const answer = await unaryCall(client.statImage.bind(client), request);
      const finished = answer.peers.flatMap(({ cachedLayers }) => cachedLayers.filter(({ isFinished }) => isFinished));
      return finished.length === 3 * system.run.peers.length ? answer : undefined;
    });
    expect(peers.map(({ hostname }) => hostname).sort()).toEqual(system.run.peers.map(({ name }) => name).sort());
    for (const { url, lengthBytes } of registry.layers) {
      expect(registry.servedBytes(url) / lengthBytes).toBeLessThanOrEqual(1.01);
    }
  } finally {
    client.close();
  }
});
