import { describe, expect, test } from 'vitest';
import { emptyCluster } from './cluster-fixture.ts';
import { memoryStores } from './memory-stores.ts';
import type { ClusterRecord } from './stores.ts';
import { createTopology } from './topology.ts';

const scheduler = {
  ...{ clusterId: 1, hostname: 's1', ip: '10.0.0.1', port: 8002, idc: '', location: '' },
  ...{ features: [], keepAliveIntervalMs: 5_000 },
};
const seedPeer = {
  ...{ clusterId: 1, hostname: 'seed-1', ip: '10.0.0.7', port: 4000, downloadPort: 4001, type: 'super' },
  ...{ idc: '', location: '' },
};
const peer = { hostname: 'p1', ip: '10.0.0.9', idc: '', location: '' };

function start(clusters: readonly ClusterRecord[] = [emptyCluster(1), emptyCluster(2)]) {
  let nowMs = 1_000_000;
  const topology = createTopology({ stores: memoryStores({ clusters }), now: () => nowMs });
  const names = async (clusterId?: number) =>
    (await topology.schedulersFor(peer, clusterId)).map(({ scheduler: { hostname } }) => hostname);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { topology, names, pass };
}

describe('a scheduler', () => {
  test('is offered from its first heartbeat until its lease is over', async () => {
    const { topology, names, pass } = start();
    await topology.registerScheduler(scheduler);
    expect(await names()).toEqual([]);
    const membership = await topology.keepScheduler(scheduler, 'stream');
    await membership.renew();
    expect(await names()).toEqual(['s1']);
    pass(14_999);
    expect(await names()).toEqual(['s1']);
    pass(1);
    expect(await names()).toEqual([]);
    await membership.renew();
    pass(1_000);
    expect(await names()).toEqual(['s1']);
  });

  test('is no longer offered once its stream ended', async () => {
    const { topology, names } = start();
    await topology.registerScheduler(scheduler);
    const membership = await topology.keepScheduler(scheduler, 'stream');
    await membership.renew();
    await membership.end();
    expect(await names()).toEqual([]);
  });

  test('stays when an old stream ends after a new one began', async () => {
    const { topology, names } = start();
    await topology.registerScheduler(scheduler);
    const old = await topology.keepScheduler(scheduler, 'old');
    await old.renew();
    await (await topology.keepScheduler(scheduler, 'new')).renew();
    await old.end();
    expect(await names()).toEqual(['s1']);
  });

  test('that was forgotten is registered by its heartbeat', async () => {
    const { topology, names } = start();
    await (await topology.keepScheduler(scheduler, 'stream')).renew();
    expect(await names(1)).toEqual(['s1']);
    expect((await topology.scheduler(scheduler)).scheduler).toMatchObject({
      port: 8002,
      features: ['schedule', 'preheat'],
    });
  });

  test('is offered only if it schedules, and only in its cluster', async () => {
    const { topology, names } = start();
    for (const one of [
      scheduler,
      { ...scheduler, hostname: 'other', features: ['preheat'] },
      { ...scheduler, hostname: 's2', clusterId: 2 },
    ]) {
      await topology.registerScheduler(one);
      await (await topology.keepScheduler(one, one.hostname)).renew();
    }
    expect(await names()).toEqual(['s1', 's2']);
    expect(await names(2)).toEqual(['s2']);
    expect(await names(99)).toEqual([]);
  });

  test('comes from the cluster that suits the peer best first', async () => {
    const scopes = { idc: '', location: '', cidrs: ['10.0.0.0/24'], hostnames: [] };
    const { topology, names } = start([emptyCluster(1, { isDefault: true }), emptyCluster(2, { scopes })]);
    for (const clusterId of [1, 2]) {
      const one = { ...scheduler, clusterId, hostname: `s${clusterId}` };
      await topology.registerScheduler(one);
      await (await topology.keepScheduler(one, 'stream')).renew();
    }
    expect(await names()).toEqual(['s2', 's1']);
  });

  test.each([
    ['an unknown cluster', { clusterId: 99 }, 'notFound'],
    ['no cluster', { clusterId: 0 }, 'invalid'],
    ['a port below 1024', { port: 1023 }, 'invalid'],
    ['the last port', { port: 65_535 }, 'invalid'],
    ['an address that is none', { ip: '10.0.0' }, 'invalid'],
    ['a host name that is none', { hostname: 'a_b' }, 'invalid'],
    ['a place too long', { idc: 'x'.repeat(1025) }, 'invalid'],
  ])('with %s is refused', async (_, change, code) => {
    await expect(start().topology.registerScheduler({ ...scheduler, ...change })).rejects.toMatchObject({ code });
  });
});

describe('a seed peer', () => {
  test('is told of the others of its cluster that are alive', async () => {
    const { topology } = start();
    await expect(topology.seedPeersBeside(seedPeer)).rejects.toMatchObject({ code: 'notFound' });
    await topology.registerSeedPeer(seedPeer);
    await expect(topology.seedPeersBeside(seedPeer)).rejects.toMatchObject({ code: 'notFound' });
    await (await topology.keepSeedPeer(seedPeer, 'stream')).renew();
    await (await topology.keepSeedPeer({ ...seedPeer, hostname: 'elsewhere', clusterId: 2 }, 'stream')).renew();
    expect((await topology.seedPeersBeside(seedPeer)).map((one) => one.seedPeer.hostname)).toEqual(['seed-1']);
    await topology.registerScheduler(scheduler);
    expect((await topology.scheduler(scheduler)).seedPeers).toHaveLength(1);
    await topology.removeSeedPeer(seedPeer);
    await expect(topology.seedPeer(seedPeer)).rejects.toMatchObject({ code: 'notFound' });
  });
  test('with an unknown type or a wrong port is refused', async () => {
    const { topology } = start();
    await expect(topology.registerSeedPeer({ ...seedPeer, type: 'huge' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(topology.registerSeedPeer({ ...seedPeer, downloadPort: 80 })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
