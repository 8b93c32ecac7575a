import { hostId, peerId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { defaultEvaluator } from './evaluator.ts';
import { type Host, type HostProfile, newHost } from './host.ts';
import { newPeer } from './peer.ts';
import { defaultPolicy } from './policy.ts';
import { newTask } from './task.ts';
import { oneTask, registrationOf } from './testing/world.ts';

const host = (profile: Partial<HostProfile> = {}) =>
  newHost(
    {
      ...{ id: hostId('h'), kind: 'normal', hostname: 'h', ip: '127.0.0.1', port: 4000, downloadPort: 4000 },
      ...{ idc: '', location: '', disableShared: false, maxTxBps: 10e9, announceIntervalMs: 0 },
      ...profile,
    },
    0,
  );
const registration = registrationOf();
const task = newTask(oneTask, registration.subject, 0, 0);
const peerOn = (on: Host) => newPeer(peerId(`p-${on.profile.id}`), task, on, registration, 1, 0);
const child = host({ idc: 'fra', location: 'eu|de|fra|r1' });
const score = (parent: ReturnType<typeof host>) =>
  defaultEvaluator.score(peerOn(child), peerOn(parent), 0, defaultPolicy);

describe("Dragonfly's default formula", () => {
  test('an idle seed next door is perfect', () => {
    expect(score(host({ kind: 'seed', idc: 'FRA', location: 'eu|de|fra|r1' }))).toBeCloseTo(1);
  });

  test('an idle stranger has its load and half of its type', () => {
    expect(score(host())).toBeCloseTo(0.65);
  });

  test('each shared zone counts a fifth of the location', () => {
    expect(score(host({ location: 'eu|de|ber' })) - score(host())).toBeCloseTo(0.1 * 0.4);
  });

  test('what a host has promised already lowers its score', () => {
    const busy = host();
    busy.txBps = 5e9;
    expect(score(busy)).toBeCloseTo(0.65 - 0.6 * 0.5 * 0.5);
    const committed = host();
    committed.uploadBytes = (10e9 * 60) / 8;
    expect(score(committed)).toBeCloseTo(0.65 - 0.6 * 0.3);
  });

  test('a host that does not know its bandwidth is taken for a fast one, not for one without any', () => {
    expect(score(host({ maxTxBps: 0 }))).toBeCloseTo(score(host({ maxTxBps: 10e9 })));
  });
});
