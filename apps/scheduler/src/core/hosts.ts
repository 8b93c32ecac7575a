import { hostDueMs } from './expiry.ts';
import { type Host, type HostProfile, newHost } from './host.ts';
import { signOfLife } from './quarantine.ts';
import { release, restand } from './standing.ts';
import type { Turn } from './turn.ts';

/** A host says who it is, for the first time or again. */
export function announce(turn: Turn, profile: HostProfile): void {
  const { cluster, nowMs } = turn;
  const known = cluster.hosts.get(profile.id);
  if (known === undefined && cluster.hosts.size >= cluster.policy.hostLimit) return;
  const host: Host = known ?? newHost(profile, nowMs);
  const changed = known !== undefined && known.profile.disableShared !== profile.disableShared;
  host.profile = profile;
  host.updatedAtMs = nowMs;
  host.draining = cluster.draining.has(profile.id);
  cluster.hosts.set(profile.id, host);
  cluster.deadlines.arm(host, hostDueMs(cluster.policy, host));
  if (changed) for (const peer of host.peers) restand(turn, peer);
  signOfLife(turn, host);
  release(turn, host);
  if (profile.kind === 'normal') cluster.seeds.delete(host);
  else if (!cluster.seeds.has(host)) {
    cluster.seeds.add(host);
    for (const task of cluster.waiting) turn.dirty.add(task);
  }
}
