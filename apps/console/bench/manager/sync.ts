import type { Database } from '@damselfly/db';

type Entry = Parameters<Database['catalogue']['putHosts']>[0][number];

const batch = 1000;

/** Every host announces itself anew: how long until the catalogue has them, and what that costs in memory. */
export async function syncHosts({ catalogue }: Database, hosts: number) {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const startedAt = performance.now();
  for (let from = 1; from <= hosts; from += batch) {
    const count = Math.min(batch, hosts - from + 1);
    await catalogue.putHosts(Array.from({ length: count }, (_, n) => host(from + n)));
    most = Math.max(most, process.memoryUsage.rss());
  }
  return [
    { id: `sync of ${hosts} hosts`, value: Math.round((performance.now() - startedAt) / 100) / 10, unit: 's' },
    { id: `sync of ${hosts} hosts, memory`, value: Math.round((most - before) / 2 ** 20), unit: 'MiB' },
  ];
}

const host = (n: number): Entry => ({
  ...{ schedulerClusterId: 1, hostId: `synced-${n}`, kind: 'normal', hostname: `synced-${n}.example` },
  ...{ ip: `10.9.${Math.floor(n / 256) % 256}.${n % 256}`, port: 4000, downloadPort: 4001, proxyPort: 4002 },
  ...{ idc: `idc-${n % 7}`, location: 'eu|de', os: 'linux', platform: 'debian', platformFamily: 'debian' },
  ...{ platformVersion: '12', kernelVersion: '6.1', gitVersion: 'v1', gitCommit: 'abc', buildPlatform: 'linux' },
  ...{ concurrentUploadLimit: 50, disableShared: false, diskTotalBytes: 2 ** 40, diskFreeBytes: 2 ** 39 },
  ...{ cpuPercent: n % 100, memoryUsedPercent: 40, maxTxBps: 1e10, txBps: 1e9, announcedAtMs: Date.now() },
});
