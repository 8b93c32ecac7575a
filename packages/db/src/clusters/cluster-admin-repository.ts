import { Failure } from '@damselfly/core';
import { accessible, type Reader, readable } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';
import { bookRevision, listRevisions, newestRevision, type Revising } from '../revisions/revision-writer.ts';
import { clusterRecord, withSeeds } from '../topology/cluster-record.ts';
import { type ClusterSettings, columnsOf } from '../topology/cluster-settings.ts';

type Transaction = Prisma.TransactionClient;

const revised = (id: number) => ({ subject: 'SchedulerCluster', subjectId: String(id) });

/** Writes clusters, each change with its revision. */
export function clusterAdminRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async settings(reader: Reader, action: 'read' | 'update' | 'delete', id: number) {
      const touchable = accessible(reader, action, 'SchedulerCluster');
      if (touchable === undefined) return undefined;
      const where = { AND: [touchable, { id }] };
      const row = await client.schedulerCluster.findFirst({ where, include: withSeeds });
      return row === null ? undefined : { ...stored(row), revision: await newestRevision(client, revised(id)) };
    },

    /** All that the reader may see, by id, without their revisions. */
    async list(reader: Reader) {
      const visible = readable(reader, 'SchedulerCluster');
      if (visible === undefined) return [];
      const rows = await client.schedulerCluster.findMany({
        where: visible,
        include: withSeeds,
        orderBy: { id: 'asc' },
      });
      return rows.map(stored);
    },

    create: (tenantId: string | null, settings: ClusterSettings, revising: Revising) =>
      named(settings, () =>
        client.$transaction(async (transaction) => {
          await makeRoom(transaction, tenantId, settings);
          const { schedulerCluster, seedPeerConfig } = columnsOf(settings);
          const { id } = await transaction.schedulerCluster.create({ data: { tenantId, ...schedulerCluster } });
          await transaction.seedPeerCluster.create({
            data: {
              ...{ tenantId, name: settings.name, bio: settings.bio, config: seedPeerConfig },
              schedulerClusters: { create: { schedulerClusterId: id } },
            },
          });
          await bookRevision(transaction, { ...revised(id), tenantId }, json(settings), revising);
          return id;
        }),
      ),

    update: (id: number, settings: ClusterSettings, revising: Revising) =>
      named(settings, () =>
        client.$transaction(async (transaction) => {
          const { tenantId } = await transaction.schedulerCluster.findUniqueOrThrow({ where: { id } });
          await makeRoom(transaction, tenantId, settings, id);
          const { schedulerCluster, seedPeerConfig } = columnsOf(settings);
          await transaction.schedulerCluster.update({ where: { id }, data: schedulerCluster });
          await transaction.seedPeerCluster.updateMany({
            where: { schedulerClusters: { some: { schedulerClusterId: id } } },
            data: { config: seedPeerConfig },
          });
          return bookRevision(transaction, { ...revised(id), tenantId }, json(settings), revising);
        }),
      ),

    remove: (id: number, revising: Revising, now: Date) =>
      client.$transaction(async (transaction) => {
        const active = await transaction.scheduler.count({
          where: { schedulerClusterId: id, expiresAt: { gt: now } },
        });
        if (active > 0) {
          throw new Failure('precondition', `Cluster ${id} has ${active} active schedulers; stop them first.`);
        }
        const { tenantId } = await transaction.schedulerCluster.findUniqueOrThrow({ where: { id } });
        const ownSeeds = {
          schedulerClusters: {
            some: { schedulerClusterId: id },
            every: { schedulerClusterId: id },
          },
        };
        await transaction.scheduler.deleteMany({ where: { schedulerClusterId: id } });
        await transaction.seedPeer.deleteMany({ where: { seedPeerCluster: ownSeeds } });
        await transaction.seedPeerCluster.deleteMany({ where: ownSeeds });
        await transaction.schedulerCluster.delete({ where: { id } });
        await bookRevision(transaction, { ...revised(id), tenantId }, undefined, revising);
      }),

    history: (id: number, limit: number) => listRevisions(client, revised(id), limit),
    revision: async (id: number, revision: number) => (await listRevisions(client, { ...revised(id), revision }, 1))[0],
  };
}

const stored = (row: Prisma.SchedulerClusterGetPayload<{ include: typeof withSeeds }>) => ({
  tenantId: row.tenantId,
  seedPeerClusterId: row.seedPeerClusters[0]?.seedPeerClusterId ?? null,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  record: clusterRecord(row),
});

const named = <T>({ name }: ClusterSettings, work: () => Promise<T>) => taken(`A cluster named ${name}`, work);

/** There is one default of those that share a tenant: who becomes it takes the place. */
async function makeRoom(
  transaction: Transaction,
  tenantId: string | null,
  { isDefault }: ClusterSettings,
  exceptId?: number,
): Promise<void> {
  if (!isDefault) return;
  await transaction.schedulerCluster.updateMany({
    where: { tenantId, isDefault: true, ...(exceptId !== undefined && { id: { not: exceptId } }) },
    data: { isDefault: false },
  });
}

const json = (settings: ClusterSettings): Prisma.InputJsonObject => JSON.parse(JSON.stringify(settings));
