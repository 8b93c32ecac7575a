import { describe, expect, test } from 'vitest';
import type { MemberKey, MemberStore, TopologyStores } from './stores.ts';

/** Stores that hold exactly the clusters 1 and 2, no members, and the given way to end them. */
export interface StoresFixture {
  readonly stores: TopologyStores;
  close(): Promise<void>;
}

/** What every implementation of the membership stores must do. */
export function topologyStoresContract(name: string, start: () => Promise<StoresFixture>): void {
  const scheduler = {
    clusterId: 1,
    hostname: 'node-1',
    ip: '10.0.0.1',
    port: 8002,
    idc: 'a',
    location: 'eu|de',
    features: ['schedule', 'preheat'],
    keepAliveIntervalMs: 5000,
  };
  const seedPeer = {
    clusterId: 1,
    hostname: 'node-1',
    ip: '10.0.0.1',
    port: 4000,
    downloadPort: 4001,
    type: 'super',
    idc: 'a',
    location: 'eu|de',
  };

  describe(`${name}: topology stores`, () => {
    test('list the clusters by id and find each', async () => {
      const { stores, close } = await start();
      try {
        expect((await stores.clusters.list()).map(({ id }) => id)).toEqual([1, 2]);
        expect((await stores.clusters.byId(2))?.id).toBe(2);
        expect(await stores.clusters.byId(99)).toBeUndefined();
      } finally {
        await close();
      }
    });
    memberContract('schedulers', scheduler, (stores) => stores.schedulers);
    memberContract('seed peers', seedPeer, (stores) => stores.seedPeers);
  });

  function memberContract<Registration extends MemberKey & { readonly port: number }>(
    kind: string,
    first: Registration,
    pick: (stores: TopologyStores) => MemberStore<Registration>,
  ): void {
    const withStore = async (use: (store: MemberStore<Registration>) => Promise<void>) => {
      const { stores, close } = await start();
      try {
        await use(pick(stores));
      } finally {
        await close();
      }
    };
    const lease = (holder: string, expiresAtMs = 20_000) => ({ holder, renewedAtMs: 10_000, expiresAtMs });

    test(`${kind}: registering again keeps the id, the creation and the lease, and replaces the rest`, () =>
      withStore(async (store) => {
        const before = await store.upsert(first, 1000);
        await store.renewLease(first, lease('s1'));
        const after = await store.upsert({ ...first, port: 9002 }, 2000);
        expect(after).toEqual({
          ...first,
          port: 9002,
          id: before.id,
          createdAtMs: 1000,
          updatedAtMs: 2000,
          lease: lease('s1'),
        });
        expect(await store.list()).toEqual([after]);
      }));

    test(`${kind}: two registrations at once leave one record`, () =>
      withStore(async (store) => {
        await Promise.all([store.upsert(first, 1000), store.upsert({ ...first, port: 9002 }, 1000)]);
        expect(await store.list(1)).toHaveLength(1);
      }));

    test(`${kind}: cluster, host name and ip tell members apart`, () =>
      withStore(async (store) => {
        await store.upsert(first, 1000);
        await store.upsert({ ...first, ip: '10.0.0.2' }, 1000);
        await store.upsert({ ...first, hostname: 'node-2' }, 1000);
        await store.upsert({ ...first, clusterId: 2 }, 1000);
        expect(await store.list(1)).toHaveLength(3);
        expect(await store.list(2)).toHaveLength(1);
        expect((await store.list()).map(({ id }) => id)).toEqual(
          (await store.list()).map(({ id }) => id).sort((a, b) => a - b),
        );
      }));

    test(`${kind}: a cluster that does not exist is not found`, () =>
      withStore(async (store) => {
        await expect(store.upsert({ ...first, clusterId: 99 }, 1000)).rejects.toMatchObject({ code: 'notFound' });
      }));

    test(`${kind}: the newest holder owns the lease, and an older one cannot end it`, () =>
      withStore(async (store) => {
        await store.upsert(first, 1000);
        expect((await store.list(1))[0]?.lease).toBeUndefined();
        expect(await store.renewLease(first, lease('old'))).toBe(true);
        expect(await store.renewLease(first, lease('new', 30_000))).toBe(true);
        await store.endLease(first, 'old');
        expect((await store.list(1))[0]?.lease).toEqual(lease('new', 30_000));
        await store.endLease(first, 'new');
        expect((await store.list(1))[0]?.lease).toBeUndefined();
      }));

    test(`${kind}: a lease needs a member`, () =>
      withStore(async (store) => {
        expect(await store.renewLease(first, lease('s1'))).toBe(false);
      }));

    test(`${kind}: a removed member is gone`, () =>
      withStore(async (store) => {
        await store.upsert(first, 1000);
        expect(await store.remove(first)).toBe(true);
        expect(await store.remove(first)).toBe(false);
        expect(await store.list()).toEqual([]);
      }));
  }
}
