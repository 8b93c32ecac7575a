import type { Cluster } from '../../core/cluster.ts';
import type { JobHost } from '../../jobs/job-host.ts';
import type { HostBook } from '../host-book.ts';

/** Every host of the cluster as jobs see it. */
export const knownHosts = ({ hosts }: Cluster, book: HostBook, nowMs: number): JobHost[] =>
  [...hosts.values()].map(({ profile, quarantinedUntilMs, draining }) => ({
    id: profile.id,
    seed: profile.kind === 'seed',
    ip: profile.ip,
    hostname: profile.hostname,
    port: profile.port,
    idc: profile.idc,
    diskFreeBytes: Number(book.announced(profile.id)?.disk?.free ?? 0n),
    shared: !profile.disableShared,
    healthy: quarantinedUntilMs <= nowMs,
    draining,
  }));
