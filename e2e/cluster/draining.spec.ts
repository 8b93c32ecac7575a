import { join } from 'node:path';
import { standardTaskId } from '@damselfly/core/node';
import { createClient, decisions, unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { consoleApi } from '../harness/console.ts';
import { dfget, sha256File } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { metric } from '../harness/metrics.ts';
import { startOrigin } from '../harness/origin.ts';
import { startTestSystem } from '../harness/system.ts';
import { until } from '../harness/wait.ts';

const MiB = 2 ** 20;
const { Verdict } = decisions;
const found = z.object({ items: z.array(z.object({ id: z.int(), hostId: z.string(), state: z.string() })) });

test('a host that is drained in the console gets no new children, and gets them again when it is no longer', async () => {
  await using origin = await startOrigin({ lengthBytes: 12 * MiB + 7 });
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ peers: 3 });
  const api = await consoleApi(system.run.console.url);
  const task = standardTaskId({ url: origin.url, filteredQueryParams: [] });
  const client = createClient(decisions.DecisionServiceClient, { address: system.run.schedulers[0]?.grpc ?? '' });
  const decided = async () =>
    (await unaryCall(client.listDecisions.bind(client), { taskId: task, limit: 100 })).decisions;
  const pull = async (name: string) => {
    const file = join(out.path, name);
    const { exitCode, output } = await dfget(system.peer(name).socket, origin.url, file);
    expect(exitCode, output).toBe(0);
    expect(await sha256File(file)).toBe(origin.sha256);
  };
  const sent = (name: string) => metric(system.peer(name).metrics, 'dragonfly_client_upload_traffic');
  try {
    await pull('peer-1');
    const seed = await until('the seed to be in the catalogue', async () => {
      const { items } = found.parse(await api.query('hosts.search', { kind: 'seed' }));
      return items[0];
    });
    const seedPeer = (await decided())
      .flatMap(({ candidates }) => candidates)
      .find(({ hostId }) => hostId === seed.hostId)?.peerId;
    if (seedPeer === undefined) throw new Error('peer-1 was never offered the seed');
    const drains = (draining: boolean) =>
      until('the scheduler to hear of it', async () => {
        const { standing } = await unaryCall(client.explain.bind(client), { peerId: seedPeer });
        return standing?.host?.draining === draining;
      });

    await api.mutate('hosts.drain', { ids: [seed.id], draining: true });
    await drains(true);
    const before = await sent('seed-1');
    await pull('peer-2');
    expect(await sent('seed-1')).toBe(before);
    expect(await sent('peer-1')).toBeGreaterThan(0);
    const verdicts = (await decided())[0]?.candidates.filter(({ hostId }) => hostId === seed.hostId);
    expect(verdicts?.map(({ verdict }) => verdict)).toEqual([Verdict.VERDICT_DRAINING]);

    await api.mutate('hosts.drain', { ids: [seed.id], draining: false });
    await drains(false);
    expect(found.parse(await api.query('hosts.search', { state: 'draining' })).items).toEqual([]);
    await pull('peer-3');
    const last = (await decided())[0]?.candidates.filter(({ hostId }) => hostId === seed.hostId);
    expect(last?.map(({ verdict }) => verdict)).not.toContain(Verdict.VERDICT_DRAINING);
  } finally {
    client.close();
  }
});
