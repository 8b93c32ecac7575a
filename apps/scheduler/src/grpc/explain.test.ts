import { createClient, decisions, unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { defaultDynamicConfig } from '../manager/port.ts';
import { announcedPeer } from '../testing/announced-peer.ts';
import { type RunningScheduler, runningScheduler, taskOf } from '../testing/running-scheduler.ts';

const { Outcome, Verdict } = decisions;

/** Asks the decision service once. */
async function asking<T>(
  { address }: RunningScheduler,
  ask: (client: InstanceType<typeof decisions.DecisionServiceClient>) => Promise<T>,
): Promise<T> {
  const client = createClient(decisions.DecisionServiceClient, { address });
  try {
    return await ask(client);
  } finally {
    client.close();
  }
}

const explain = (running: RunningScheduler, peerId: string) =>
  asking(running, (client) => unaryCall(client.explain.bind(client), { peerId }));
const list = (running: RunningScheduler, taskId: string, limit = 0) =>
  asking(running, (client) => unaryCall(client.listDecisions.bind(client), { taskId, limit }));

test('a peer learns who was looked at for it, how they were scored, and how it stands', async () => {
  await using running = await runningScheduler();
  const a = await announcedPeer(running, 'a', taskOf('1'));
  a.register();
  await a.next();
  a.backToSourceStarted();
  a.piece(0);
  const b = await announcedPeer(running, 'b', taskOf('1'));
  b.register();
  expect(await b.parents()).toEqual([a.id]);
  const { decisions: made, standing } = await explain(running, b.id);
  expect(made).toMatchObject([
    { peerId: b.id, taskId: taskOf('1'), outcome: Outcome.OUTCOME_PARENTS, candidatesSeen: 1, attempts: 1 },
  ]);
  expect(made[0]?.candidates).toMatchObject([{ peerId: a.id, hostId: 'a', verdict: Verdict.VERDICT_CHOSEN }]);
  expect(made[0]?.candidates[0]?.score).toBeGreaterThan(0);
  expect(standing).toMatchObject({ state: 'downloading', level: 1, parentIds: [a.id], host: { uploads: 0 } });
  expect((await explain(running, a.id)).decisions).toMatchObject([{ outcome: Outcome.OUTCOME_BACK_TO_SOURCE }]);
});

test('the decisions of a task come newest first, no more than asked for', async () => {
  await using running = await runningScheduler();
  for (const name of ['a', 'b', 'c']) {
    const peer = await announcedPeer(running, name, taskOf('1'));
    peer.register({ metadataOnly: true });
    await peer.next();
  }
  const two = await list(running, taskOf('1'), 2);
  expect(two.decisions.map(({ peerId }) => peerId)).toEqual(['c-peer', 'b-peer']);
  expect((await list(running, taskOf('2'))).decisions).toEqual([]);
});

test('an unknown peer is not found, and a limit too large is refused', async () => {
  await using running = await runningScheduler();
  await expect(explain(running, 'nobody')).rejects.toMatchObject({ code: 'notFound' });
  await expect(explain(running, '')).rejects.toMatchObject({ code: 'invalid' });
  await expect(list(running, taskOf('1'), 1001)).rejects.toMatchObject({ code: 'invalid' });
});

test('a host that a manager wants emptied gets no new children, and the decision says so', async () => {
  await using running = await runningScheduler();
  const a = await announcedPeer(running, 'a', taskOf('1'));
  a.register();
  await a.next();
  a.backToSourceStarted();
  a.piece(0);
  await expect.poll(async () => (await explain(running, a.id)).standing?.state).toBe('backToSource');
  running.link.onDynamicConfig({ ...defaultDynamicConfig, drainingHosts: ['a'] });
  const b = await announcedPeer(running, 'b', taskOf('1'));
  b.register();
  const waiting = [
    { outcome: Outcome.OUTCOME_WAITS_FULL, candidates: [{ hostId: 'a', verdict: Verdict.VERDICT_DRAINING }] },
  ];
  await expect.poll(async () => (await explain(running, b.id)).decisions).toMatchObject(waiting);
  expect((await explain(running, a.id)).standing?.host).toMatchObject({ draining: true });
});
