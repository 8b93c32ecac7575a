import type { HostFacts } from '@damselfly/core';
import type { Cluster } from '../core/cluster.ts';
import type { Host } from '../core/host.ts';
import { uploadLimitOf } from '../core/policy.ts';
import type { HostBook } from './host-book.ts';

/** Every known host as the console shows it: what it announced, with the load the scheduler put on it. */
export function* hostFacts(cluster: Cluster, book: HostBook): Generator<HostFacts> {
  for (const host of cluster.hosts.values()) yield factsOf(cluster, host, book);
}

function factsOf({ policy }: Cluster, host: Host, book: HostBook): HostFacts {
  const { id, kind, hostname, ip, port, idc, location, disableShared, maxTxBps } = host.profile;
  const announced = book.announced(id);
  return {
    ...{ id, kind, hostname, ip, port, idc, location, disableShared, maxTxBps },
    concurrentUploadLimit: uploadLimitOf(policy, host),
    concurrentUploadCount: host.uploads,
    os: announced?.os ?? '',
    version: announced?.build?.gitVersion ?? '',
    details: {
      downloadPort: announced?.downloadPort ?? 0,
      platform: announced?.platform ?? '',
      platformFamily: announced?.platformFamily ?? '',
      platformVersion: announced?.platformVersion ?? '',
      kernelVersion: announced?.kernelVersion ?? '',
      gitCommit: announced?.build?.gitCommit ?? '',
      buildPlatform: announced?.build?.platform ?? '',
    },
    proxyPort: announced?.proxyPort ?? 0,
    txBps: Number(announced?.network?.txBandwidth ?? 0n),
    diskTotalBytes: Number(announced?.disk?.total ?? 0n),
    diskFreeBytes: Number(announced?.disk?.free ?? 0n),
    cpuPercent: announced?.cpu?.percent ?? 0,
    memoryUsedPercent: announced?.memory?.usedPercent ?? 0,
    announcedAtMs: host.updatedAtMs,
  };
}
