import { accessible, type Reader } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';

/** Which members; what is left out does not matter. Times are compared with `now`. */
export interface InstanceFilter {
  readonly hostname?: string | undefined;
  readonly ip?: string | undefined;
  readonly idc?: string | undefined;
  readonly location?: string | undefined;
  readonly clusterId?: number | undefined;
  readonly state?: 'active' | 'inactive' | undefined;
  readonly now: Date;
}

/** What of a member can be set by hand. */
export interface InstanceChange {
  readonly ip?: string | undefined;
  readonly port?: number | undefined;
  readonly idc?: string | undefined;
  readonly location?: string | undefined;
  readonly features?: readonly string[] | undefined;
  readonly downloadPort?: number | undefined;
}

type Page = { readonly skip: number; readonly limit: number };
type Action = 'read' | 'update' | 'delete';

/** Schedulers and seed peers as people list and change them: those of the clusters that a reader sees. */
export function instanceRepository({ client }: { readonly client: PrismaClient }) {
  return {
    schedulers: {
      async list(reader: Reader, { clusterId, ...filter }: InstanceFilter, { skip, limit }: Page) {
        const visible = accessible(reader, 'read', 'Scheduler');
        if (visible === undefined) return { items: [], total: 0 };
        const own = clusterId === undefined ? {} : { schedulerClusterId: clusterId };
        const where = { AND: [visible, own, matches(filter)] };
        const [rows, total] = await Promise.all([
          client.scheduler.findMany({ where, orderBy: { id: 'asc' }, skip, take: limit }),
          client.scheduler.count({ where }),
        ]);
        return { items: rows.map(schedulerRow), total };
      },
      async byId(reader: Reader, action: Action, id: number) {
        const allowed = accessible(reader, action, 'Scheduler');
        const row = allowed && (await client.scheduler.findFirst({ where: { AND: [allowed, { id }] } }));
        return row ? schedulerRow(row) : undefined;
      },
      async update(id: number, { downloadPort: _, features, ...change }: InstanceChange): Promise<void> {
        const data = { ...given(change), ...(features && { features: [...features] }), updatedAt: new Date() };
        await client.scheduler.update({ where: { id }, data });
      },
      async remove(id: number): Promise<void> {
        await client.scheduler.deleteMany({ where: { id } });
      },
      /** `undefined` for a cluster that is not there. */
      tenantOf: async (clusterId: number) =>
        (await client.schedulerCluster.findUnique({ where: { id: clusterId }, select: { tenantId: true } }))?.tenantId,
    },
    seedPeers: {
      async list(reader: Reader, { clusterId, ...filter }: InstanceFilter, { skip, limit }: Page) {
        const visible = accessible(reader, 'read', 'SeedPeer');
        if (visible === undefined) return { items: [], total: 0 };
        const own = clusterId === undefined ? {} : { seedPeerClusterId: clusterId };
        const where = { AND: [visible, own, matches(filter)] };
        const [rows, total] = await Promise.all([
          client.seedPeer.findMany({ where, orderBy: { id: 'asc' }, skip, take: limit }),
          client.seedPeer.count({ where }),
        ]);
        return { items: rows.map(seedPeerRow), total };
      },
      async byId(reader: Reader, action: Action, id: number) {
        const allowed = accessible(reader, action, 'SeedPeer');
        const row = allowed && (await client.seedPeer.findFirst({ where: { AND: [allowed, { id }] } }));
        return row ? seedPeerRow(row) : undefined;
      },
      async update(id: number, { features: _, ...change }: InstanceChange): Promise<void> {
        await client.seedPeer.update({ where: { id }, data: { ...given(change), updatedAt: new Date() } });
      },
      async remove(id: number): Promise<void> {
        await client.seedPeer.deleteMany({ where: { id } });
      },
      tenantOf: async (clusterId: number) =>
        (await client.seedPeerCluster.findUnique({ where: { id: clusterId }, select: { tenantId: true } }))?.tenantId,
    },
  };
}

/** Of both kinds of members. */
const matches = ({ now, state, ...exact }: Omit<InstanceFilter, 'clusterId'>) => ({
  ...given(exact),
  ...(state === 'active' && { expiresAt: { gt: now } }),
  ...(state === 'inactive' && { OR: [{ expiresAt: null }, { expiresAt: { lte: now } }] }),
});

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

const given = <T extends object>(all: T): Given<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Given<T>;

const schedulerRow = ({
  schedulerClusterId: clusterId,
  leaseHolder: _,
  ...row
}: Prisma.SchedulerGetPayload<object>) => ({
  ...row,
  clusterId,
});

const seedPeerRow = ({ seedPeerClusterId: clusterId, leaseHolder: _, ...row }: Prisma.SeedPeerGetPayload<object>) => ({
  ...row,
  clusterId,
});
