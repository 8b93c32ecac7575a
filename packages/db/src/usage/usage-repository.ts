import { type Reader, readable } from '../access/readable.ts';
import type { PrismaClient } from '../generated/client.ts';
import { addOriginBytes } from '../quotas/origin-bytes.ts';

export type SampleSpan = 'minute' | 'hour' | 'day';

/** What came to be in one cluster for one application within a span of time; added to what is there. */
export interface UsageAddition {
  readonly span: SampleSpan;
  readonly startsAt: Date;
  readonly schedulerClusterId: number;
  readonly application: string;
  readonly sourceBytes: number;
  readonly peerBytes: number;
  readonly startedTasks: number;
  readonly finishedPeers: number;
  readonly failedPeers: number;
  /** The most at one time. */
  readonly activeHosts: number;
}

export interface UsageQuery {
  readonly span: SampleSpan;
  readonly from: Date;
  readonly to: Date;
  readonly schedulerClusterId?: number | undefined;
  readonly application?: string | undefined;
}

/** The longest application name that has a series of its own; a longer one is cut. */
const maxApplicationLength = 256;
const maxApplications = 500;

/** Traffic over time. Additions of several consoles come together in the same rows. */
export function usageRepository({ client }: { readonly client: PrismaClient }) {
  return {
    /** Rows of clusters that are gone are dropped. What came from origins counts for the quotas of tenants, in one go with it. */
    async add(additions: readonly UsageAddition[]): Promise<void> {
      if (additions.length === 0) return;
      const rows = JSON.stringify(
        additions.map((row) => ({ ...row, application: row.application.slice(0, maxApplicationLength) })),
      );
      const samples = client.$executeRaw`
        INSERT INTO usage_sample (span, starts_at, scheduler_cluster_id, tenant_id, application, source_bytes, peer_bytes,
                                  started_tasks, finished_peers, failed_peers, active_hosts)
        SELECT added.span::sample_span, added."startsAt", cluster.id, cluster.tenant_id, added.application,
               sum(added."sourceBytes"), sum(added."peerBytes"), sum(added."startedTasks"), sum(added."finishedPeers"),
               sum(added."failedPeers"), max(added."activeHosts")
        FROM jsonb_to_recordset(${rows}::jsonb) AS added(
               span text, "startsAt" timestamptz, "schedulerClusterId" int, application text, "sourceBytes" bigint,
               "peerBytes" bigint, "startedTasks" int, "finishedPeers" int, "failedPeers" int, "activeHosts" int)
        JOIN scheduler_cluster AS cluster ON cluster.id = added."schedulerClusterId"
        GROUP BY added.span, added."startsAt", cluster.id, added.application
        ON CONFLICT (span, starts_at, scheduler_cluster_id, tenant_id, application) DO UPDATE SET
          source_bytes = usage_sample.source_bytes + excluded.source_bytes,
          peer_bytes = usage_sample.peer_bytes + excluded.peer_bytes,
          started_tasks = usage_sample.started_tasks + excluded.started_tasks,
          finished_peers = usage_sample.finished_peers + excluded.finished_peers,
          failed_peers = usage_sample.failed_peers + excluded.failed_peers,
          active_hosts = greatest(usage_sample.active_hosts, excluded.active_hosts)`;
      await client.$transaction([samples, addOriginBytes(client, rows)]);
    },
    /** Sums by span, oldest first, of the rows that the reader may see; spans without traffic are left out. */
    async series(reader: Reader, { span, from, to, schedulerClusterId, application }: UsageQuery) {
      const visible = readable(reader, 'UsageSample');
      if (visible === undefined) return [];
      const rows = await client.usageSample.groupBy({
        by: ['startsAt'],
        where: {
          AND: [visible, { span, startsAt: { gte: from, lt: to } }],
          ...(schedulerClusterId !== undefined && { schedulerClusterId }),
          ...(application !== undefined && { application }),
        },
        _sum: { sourceBytes: true, peerBytes: true, startedTasks: true, finishedPeers: true, failedPeers: true },
        _max: { activeHosts: true },
        orderBy: { startsAt: 'asc' },
      });
      return rows.map(({ startsAt, _sum: sum, _max: max }) => ({
        startsAtMs: startsAt.getTime(),
        sourceBytes: Number(sum.sourceBytes ?? 0),
        peerBytes: Number(sum.peerBytes ?? 0),
        startedTasks: sum.startedTasks ?? 0,
        finishedPeers: sum.finishedPeers ?? 0,
        failedPeers: sum.failedPeers ?? 0,
        activeHosts: max.activeHosts ?? 0,
      }));
    },
    /** Names of applications with traffic since then, those with the most bytes first. */
    async applications(reader: Reader, since: Date): Promise<readonly string[]> {
      const visible = readable(reader, 'UsageSample');
      if (visible === undefined) return [];
      const rows = await client.usageSample.groupBy({
        by: ['application'],
        where: { AND: [visible, { span: 'hour', startsAt: { gte: since }, application: { not: '' } }] },
        orderBy: { _sum: { peerBytes: 'desc' } },
        take: maxApplications,
      });
      return rows.map(({ application }) => application);
    },
    async removeBefore(span: SampleSpan, before: Date): Promise<number> {
      return (await client.usageSample.deleteMany({ where: { span, startsAt: { lt: before } } })).count;
    },
  };
}
