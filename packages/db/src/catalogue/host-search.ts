import { accessible, type Reader, readable } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { bookRevision, type Revising } from '../revisions/revision-writer.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { mostCounted } from './task-search.ts';

export type HostState = 'active' | 'draining' | 'left';
export type HostOrder = 'hostname' | 'announcedAt' | 'cpuPercent' | 'diskFreeBytes' | 'txBps' | 'gitVersion';

export interface HostFilter {
  /** Part of the name, the address or the id. */
  readonly search?: string | undefined;
  readonly clusterId?: number | undefined;
  readonly kind?: 'normal' | 'seed' | undefined;
  readonly state?: HostState | undefined;
  readonly idc?: string | undefined;
  readonly version?: string | undefined;
  /** Whole texts. */
  readonly hostname?: string | undefined;
  readonly ip?: string | undefined;
  readonly location?: string | undefined;
  /** Draining or not, it has not left. */
  readonly present?: boolean | undefined;
}

export interface HostQuery extends HostFilter {
  readonly order: HostOrder;
  readonly direction: 'asc' | 'desc';
  readonly cursor?: string | undefined;
  /** Rows to pass over, for who counts pages. */
  readonly skip?: number | undefined;
  /** 1 to 1000. */
  readonly limit: number;
}

const mostDraining = 10_000;

/** Hosts of the clusters that a reader sees, and what operators set of them. */
export function hostCatalogue(client: PrismaClient) {
  const where = (reader: Reader, filter: HostFilter): Prisma.HostWhereInput | undefined => {
    const visible = readable(reader, 'Host');
    return visible && { AND: [visible, matches(filter)] };
  };
  return {
    async search(reader: Reader, query: HostQuery) {
      const matching = where(reader, query);
      if (matching === undefined) return { items: [], nextCursor: undefined, total: 0 };
      const { order, direction, limit } = query;
      const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
      const [rows, total] = await Promise.all([
        client.host.findMany({
          where: matching,
          orderBy: [{ [order]: direction }, { id: 'asc' }],
          take: limit + 1,
          ...(after ? { cursor: { id: after.id }, skip: 1 } : { skip: query.skip ?? 0 }),
        }),
        client.host.count({ where: matching, take: mostCounted }),
      ]);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const more = rows.length > limit && last !== undefined;
      return {
        items: items.map(hostRow),
        nextCursor: more ? encodeCursor({ id: last.id, text: '' }) : undefined,
        total,
      };
    },
    async byId(reader: Reader, id: number) {
      const visible = readable(reader, 'Host');
      const row = visible && (await client.host.findFirst({ where: { AND: [visible, { id }] } }));
      return row ? hostRow(row) : undefined;
    },
    /** How many hosts run which version, most first. */
    async versions(reader: Reader, filter: HostFilter) {
      const matching = where(reader, filter);
      if (matching === undefined) return [];
      const groups = await client.host.groupBy({ by: ['gitVersion', 'gitCommit'], where: matching, _count: true });
      return groups
        .map(({ gitVersion, gitCommit, _count: hosts }) => ({ gitVersion, gitCommit, hosts }))
        .sort((a, b) => b.hosts - a.hosts || a.gitVersion.localeCompare(b.gitVersion));
    },
    /** Forgets a host; one that is there comes back. False when the reader may not delete such a host. */
    async remove(reader: Reader, id: number): Promise<boolean> {
      const touchable = accessible(reader, 'delete', 'Host');
      if (touchable === undefined) return false;
      return (await client.host.deleteMany({ where: { AND: [touchable, { id }] } })).count > 0;
    },
    /** Changes a host and books the revision. False when the reader may not change such a host. */
    async change(
      reader: Reader,
      id: number,
      change: {
        readonly draining?: boolean | undefined;
        readonly labels?: Readonly<Record<string, string>> | undefined;
      },
      revising: Revising,
    ): Promise<boolean> {
      const touchable = accessible(reader, 'update', 'Host');
      if (touchable === undefined) return false;
      const { draining, labels } = change;
      const data = { ...(draining !== undefined && { draining }), ...(labels && { labels: { ...labels } }) };
      return client.$transaction(async (transaction) => {
        const [row] = await transaction.host.updateManyAndReturn({
          where: { AND: [touchable, { id }] },
          data,
          select: { draining: true, labels: true, schedulerCluster: { select: { tenantId: true } } },
        });
        if (row === undefined) return false;
        const revised = { subject: 'Host', subjectId: String(id), tenantId: row.schedulerCluster.tenantId };
        const value = { draining: row.draining, labels: row.labels as Prisma.InputJsonObject };
        await bookRevision(transaction, revised, value, revising);
        return true;
      });
    },
    /**
     * The ids that daemons of a cluster gave themselves, of those that shall get no new children; also of those that left,
     * for they may come back. At most ten thousand.
     */
    async draining(schedulerClusterId: number): Promise<readonly string[]> {
      const rows = await client.host.findMany({
        where: { schedulerClusterId, draining: true },
        select: { hostId: true },
        orderBy: { hostId: 'asc' },
        take: mostDraining,
      });
      return rows.map(({ hostId }) => hostId);
    },
  };
}

function matches({ search, clusterId, kind, state, idc, version, ...exact }: HostFilter): Prisma.HostWhereInput {
  const contains = { contains: search ?? '', mode: 'insensitive' } as const;
  return {
    ...(clusterId !== undefined && { schedulerClusterId: clusterId }),
    ...(kind && { kind }),
    ...(state === 'left' && { leftAt: { not: null } }),
    ...(state === 'active' && { leftAt: null, draining: false }),
    ...(state === 'draining' && { leftAt: null, draining: true }),
    ...(idc !== undefined && { idc }),
    ...(version !== undefined && { gitVersion: version }),
    ...(exact.hostname !== undefined && { hostname: exact.hostname }),
    ...(exact.ip !== undefined && { ip: exact.ip }),
    ...(exact.location !== undefined && { location: exact.location }),
    ...(exact.present !== undefined && { leftAt: exact.present ? null : { not: null } }),
    ...(search !== undefined &&
      search !== '' && { OR: [{ hostname: contains }, { ip: contains }, { hostId: contains }] }),
  };
}

const hostRow = (row: Prisma.HostGetPayload<object>) => ({
  ...row,
  diskTotalBytes: Number(row.diskTotalBytes),
  diskFreeBytes: Number(row.diskFreeBytes),
  maxTxBps: Number(row.maxTxBps),
  txBps: Number(row.txBps),
  state: hostState(row),
});

function hostState({ leftAt, draining }: { readonly leftAt: Date | null; readonly draining: boolean }): HostState {
  if (leftAt !== null) return 'left';
  return draining ? 'draining' : 'active';
}
