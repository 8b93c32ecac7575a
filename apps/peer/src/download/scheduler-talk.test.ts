import { Failure, type FailureCode, type PeerId, peerId, taskId } from '@damselfly/core';
import { silentLog } from '@damselfly/core/node';
import { expect, test } from 'vitest';
import { SchedulerTalk } from './scheduler-talk.ts';
import type { SessionListener } from './scheduling.ts';
import { Wake } from './wake.ts';

/** A download whose schedulers leave in the given ways, one after the other; how many it talked to. */
async function conversations(codes: readonly FailureCode[]): Promise<{ count: number; peers: PeerId[] }> {
  const listeners: SessionListener[] = [];
  const peers: PeerId[] = [];
  const talk = new SchedulerTalk({
    scheduling: {
      register: async ({ peer }, listener) => {
        peers.push(peer);
        listeners.push(listener);
        return { report: () => undefined, answers: async () => true };
      },
      knownLength: async () => undefined,
    },
    request: {
      ...{
        task: taskId('a'.repeat(64)),
        url: 'http://origin/x',
        header: {},
        application: '',
        tag: '',
        priority: 0,
        filteredQueryParams: [],
      },
      ...{ disableBackToSource: false, needBackToSource: false, certificates: [], detached: false },
    },
    facts: { contentLength: 1, pieceLength: 4194304, header: {} },
    peer: peerId('p'),
    makePeerId: () => peerId(`p${peers.length}`),
    ...{ scheduleTimeoutMs: 1000, maxScheduleCount: 5, wake: new Wake(), log: silentLog() },
    signal: new AbortController().signal,
    onAlone: () => undefined,
    onLost: () => undefined,
  });
  await talk.register();
  for (const code of codes) {
    listeners.at(-1)?.lost(new Failure(code, 'gone'));
    if (talk.mayRegister) await talk.register();
  }
  return { count: listeners.length, peers };
}

test('when schedulers die one after the other, the next is asked each time, under a name nobody knows', async () => {
  const { count, peers } = await conversations(['unavailable', 'unavailable', 'unavailable', 'unavailable']);
  expect(count).toBe(5);
  expect(new Set(peers).size).toBe(5);
});

test('a scheduler that sends the peer away is asked once more', async () => {
  expect((await conversations(['precondition', 'precondition', 'precondition'])).count).toBe(2);
});

test('there is an end to it', async () => {
  expect((await conversations(Array<FailureCode>(20).fill('unavailable'))).count).toBe(6);
});
