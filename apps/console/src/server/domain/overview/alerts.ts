import type { ClusterSummary } from '../clusters/clusters.ts';
import type { LiveHost } from '../live/live-view.ts';
import type { ReachedQuota } from '../quotas/quotas.ts';

/** Something that wants a person. `subject` names what it is about, `clusterId` where to look. */
export interface Alert {
  readonly kind: AlertKind;
  readonly severity: 'critical' | 'warning';
  readonly subject: string;
  /** `null` for what is about no cluster. */
  readonly clusterId: number | null;
  /** How many it holds for, where that is told. */
  readonly count: number;
}

export type AlertKind =
  | 'noScheduler'
  | 'schedulerDown'
  | 'noSeed'
  | 'silentHost'
  | 'diskFull'
  | 'versionSkew'
  | QuotaAlert;
type QuotaAlert = 'quotaSoft' | 'quotaHard';

const fullShare = 0.92;
/** Hosts announce themselves at least once in five minutes; one that missed two rounds is a ghost. */
const silentMs = 11 * 60_000;
const maxAlerts = 50;

/** What is wrong now, the worst first. */
export function alertsOf(
  clusters: readonly ClusterSummary[],
  hosts: readonly LiveHost[],
  nowMs: number,
  quotas: readonly ReachedQuota[] = [],
): Alert[] {
  const ofClusters = clusters.flatMap((cluster) =>
    ofCluster(
      cluster,
      hosts.filter((host) => host.schedulerClusterId === cluster.id),
      nowMs,
    ),
  );
  const alerts = [...ofQuotas(quotas), ...ofClusters];
  const rank = ({ severity }: Alert) => (severity === 'critical' ? 0 : 1);
  return alerts.sort((a, b) => rank(a) - rank(b)).slice(0, maxAlerts);
}

/** One for each tenant and level: the quotas of one tenant that are reached are counted. */
function ofQuotas(quotas: readonly ReachedQuota[]): Alert[] {
  const found = new Map<string, Alert>();
  for (const { tenant, state } of quotas) {
    const hard = state.level === 'hard';
    const key = `${tenant.id} ${state.level}`;
    const count = (found.get(key)?.count ?? 0) + 1;
    const kind = hard ? 'quotaHard' : 'quotaSoft';
    found.set(key, { kind, severity: hard ? 'critical' : 'warning', subject: tenant.name, clusterId: null, count });
  }
  return [...found.values()];
}

function ofCluster(cluster: ClusterSummary, hosts: readonly LiveHost[], nowMs: number): Alert[] {
  const { id: clusterId, name, schedulers } = cluster;
  const found: Alert[] = [];
  const say = (kind: AlertKind, severity: Alert['severity'], subject: string, count = 1) =>
    found.push({ kind, severity, subject, clusterId, count });
  if (schedulers.active === 0 && schedulers.inactive > 0) say('noScheduler', 'critical', name, schedulers.inactive);
  else if (schedulers.inactive > 0) say('schedulerDown', 'warning', name, schedulers.inactive);
  if (schedulers.active > 0 && cluster.peers > 0 && cluster.seedPeers === 0) say('noSeed', 'warning', name);
  const silent = hosts.filter((host) => host.stale || nowMs - host.announcedAtMs > silentMs);
  if (silent[0] !== undefined) say('silentHost', 'warning', silent[0].hostname, silent.length);
  const full = hosts.filter(
    ({ diskTotalBytes, diskFreeBytes }) => diskTotalBytes > 0 && 1 - diskFreeBytes / diskTotalBytes >= fullShare,
  );
  if (full[0] !== undefined) say('diskFull', 'warning', full[0].hostname, full.length);
  const versions = new Set(hosts.map(({ version }) => version).filter((version) => version !== ''));
  if (versions.size > 1) say('versionSkew', 'warning', name, versions.size);
  return found;
}
