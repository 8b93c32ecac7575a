import { hostId, peerId, taskId } from '@damselfly/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newCluster } from '../core/cluster.ts';
import type { Effect } from '../core/effect.ts';
import type { SchedulerEvent } from '../core/input.ts';
import { registrationOf } from '../core/testing/world.ts';
import { Engine } from './engine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const place = { hostname: 'h', ip: '127.0.0.1', port: 4000, downloadPort: 4000, idc: '', location: '' };
const announced = (id: string, kind: 'seed' | 'normal'): SchedulerEvent => ({
  kind: 'hostAnnounced',
  profile: { id: hostId(id), kind, ...place, disableShared: false, maxTxBps: 0, announceIntervalMs: 0 },
});
const registered: SchedulerEvent = {
  ...{ kind: 'peerRegistered', peer: peerId('p'), stream: 1, host: hostId('h'), task: taskId('t') },
  registration: registrationOf(),
};

function engineWith(deliver: (effect: Effect, engine: Engine) => void, nowMs: () => number = Date.now): Engine {
  const engine: Engine = new Engine({
    cluster: newCluster(),
    surroundings: { nowMs, randomSeed: () => 1 },
    deliver: (effect) => deliver(effect, engine),
  });
  return engine;
}

test('an event submitted while effects are delivered follows them', () => {
  const seen: string[] = [];
  const engine = engineWith(({ kind }) => {
    seen.push(kind);
    if (kind === 'triggerSeed') {
      engine.submit({ kind: 'seedTriggerFailed', host: hostId('s'), task: taskId('t'), why: 'refused' });
      seen.push('submitted');
    }
  });
  engine.submit(announced('s', 'seed'));
  engine.submit(announced('h', 'normal'));
  engine.submit(registered);
  expect(seen.indexOf('submitted')).toBeLessThan(seen.indexOf('backToSource'));
  engine.close();
});

test('the core is woken when it asked to be, without anything else happening', () => {
  const seen: string[] = [];
  const engine = engineWith(({ kind }) => seen.push(kind));
  engine.submit(announced('s', 'seed'));
  engine.submit(announced('h', 'normal'));
  engine.submit(registered);
  expect(seen).not.toContain('backToSource');
  vi.advanceTimersByTime(2_000);
  expect(seen).toContain('backToSource');
  engine.close();
});

test('a clock that jumps back does not take the core with it', () => {
  const times = [5_000, 1_000];
  const engine = engineWith(
    () => undefined,
    () => times.shift() ?? 0,
  );
  engine.submit(announced('h', 'normal'));
  engine.submit(announced('h', 'normal'));
  expect(engine.cluster.hosts.get(hostId('h'))?.updatedAtMs).toBe(5_000);
  engine.close();
});

test('a closed engine leaves no timer and takes no event', () => {
  const engine = engineWith(() => undefined);
  engine.submit(announced('h', 'normal'));
  engine.close();
  engine.submit(announced('i', 'normal'));
  expect(vi.getTimerCount()).toBe(0);
  expect(engine.cluster.hosts.size).toBe(1);
});
