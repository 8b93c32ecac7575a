import { Failure } from '@damselfly/core';
import { accessible, type Reader } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { isDuplicate } from '../known-errors.ts';
import { schedulerClusterConfig } from '../topology/cluster-settings.ts';
import { itemColumns, itemOf } from './job-items.ts';

type JobState = 'pending' | 'running' | 'succeeded' | 'partial' | 'failed' | 'cancelled';

export interface NewJob {
  readonly tenantId: string;
  readonly type: string;
  readonly bio: string;
  /** JSON, without secrets. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly secretCipher: string | null;
  readonly clusterIds: readonly number[];
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  readonly userId: number | null;
  readonly apiTokenId: number | null;
  readonly serviceAccountId: number | null;
  readonly scheduleId?: number;
  readonly triggerId?: number;
  readonly clonedFromId?: number;
  readonly idempotencyKey: string | null;
  readonly requestHash: string;
  /** Only what failed or never happened in this job is done again. */
  readonly unfinishedOf?: number;
}

export interface JobQuery {
  readonly types?: readonly string[];
  readonly states?: readonly JobState[];
  readonly userId?: number;
  readonly search?: string;
  readonly clusterId?: number;
  /** The `nextCursor` of the page before; jobs come newest first. */
  readonly beforeId?: number;
  readonly skip?: number;
  readonly limit: number;
}

const columns = {
  ...{ id: true, tenantId: true, type: true, bio: true, state: true, args: true, result: true, failure: true },
  ...{ userId: true, apiTokenId: true, serviceAccountId: true, scheduleId: true, triggerId: true, clonedFromId: true },
  ...{ attempts: true, maxAttempts: true, timeoutMs: true, cancelledAt: true, totalBytes: true, doneBytes: true },
  ...{ createdAt: true, startedAt: true, finishedAt: true, updatedAt: true },
  user: { select: { id: true, name: true } },
  schedulerClusters: { select: { schedulerCluster: { select: { id: true, name: true } } } },
} as const;

type Row = Prisma.JobGetPayload<{ select: typeof columns }>;

const jobOf = ({ schedulerClusters, totalBytes, doneBytes, args, ...row }: Row) => ({
  ...row,
  args: args as Readonly<Record<string, unknown>>,
  totalBytes: Number(totalBytes),
  doneBytes: Number(doneBytes),
  clusters: schedulerClusters.map(({ schedulerCluster }) => schedulerCluster).sort((a, b) => a.id - b.id),
});

/** Jobs, as far as a reader may see or change them. */
export function jobRepository({ client }: { readonly client: PrismaClient }) {
  const one = async (reader: Reader, action: string, id: number) => {
    const allowed = accessible(reader, action, 'Job');
    if (allowed === undefined) return undefined;
    return (await client.job.findFirst({ where: { AND: [allowed, { id }] }, select: columns })) ?? undefined;
  };
  const visible = async (reader: Reader, id: number) => (await one(reader, 'read', id)) !== undefined;

  return {
    /** Clusters that a reader may let work run on. */
    async usableClusters(reader: Reader): Promise<readonly number[]> {
      const usable = accessible(reader, 'use', 'SchedulerCluster');
      if (usable === undefined) return [];
      const rows = await client.schedulerCluster.findMany({
        where: usable,
        select: { id: true },
        orderBy: { id: 'asc' },
      });
      return rows.map(({ id }) => id);
    },

    /** How many new jobs a second each cluster takes. */
    async jobRates(clusterIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
      const where = { id: { in: [...clusterIds] } };
      const rows = await client.schedulerCluster.findMany({ where, select: { id: true, config: true } });
      return new Map(rows.map(({ id, config }) => [id, schedulerClusterConfig.parse(config).job_rate_limit]));
    },

    /** The job that came with this key before. `conflict` when that asked for something else. */
    sameKey: async (tenantId: string, idempotencyKey: string, requestHash: string): Promise<number | undefined> =>
      (await sameKey(client, { tenantId, idempotencyKey, requestHash }))?.id,

    /** Keeps a new job; the one that came with the same key before, when it asked for the same. `conflict` when not. */
    async insert(job: NewJob): Promise<{ readonly id: number; readonly existed: boolean }> {
      const before = await sameKey(client, job);
      if (before !== undefined) return before;
      try {
        return { id: await create(client, job), existed: false };
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const raced = await sameKey(client, job);
        if (raced === undefined) throw error;
        return raced;
      }
    },

    async list(reader: Reader, query: JobQuery) {
      const allowed = accessible(reader, 'read', 'Job');
      if (allowed === undefined) return { items: [], total: 0 };
      const where = { AND: [allowed, filterOf(query)] };
      const page = query.beforeId === undefined ? where : { AND: [where, { id: { lt: query.beforeId } }] };
      const [rows, total] = await Promise.all([
        client.job.findMany({
          where: page,
          select: columns,
          orderBy: { id: 'desc' },
          take: query.limit,
          skip: query.skip ?? 0,
        }),
        client.job.count({ where }),
      ]);
      return { items: rows.map(jobOf), total };
    },

    async byId(reader: Reader, id: number) {
      const row = await one(reader, 'read', id);
      return row && jobOf(row);
    },

    /** Items that changed after a moment, oldest change first; nothing of a job the reader may not see. */
    async items(
      reader: Reader,
      id: number,
      {
        since,
        state,
        afterId,
        limit,
      }: { since?: Date; state?: Row['state'] & ItemState; afterId?: string; limit: number },
    ) {
      if (!(await visible(reader, id))) return [];
      const rows = await client.jobItem.findMany({
        where: {
          jobId: id,
          ...(since && { updatedAt: { gte: since } }),
          ...(state && { state }),
          ...(afterId !== undefined && { id: { gt: BigInt(afterId) } }),
        },
        select: itemColumns,
        orderBy: since ? [{ updatedAt: 'asc' }, { id: 'asc' }] : { id: 'asc' },
        take: limit,
      });
      return rows.map(itemOf);
    },

    async itemCounts(reader: Reader, id: number) {
      if (!(await visible(reader, id))) return undefined;
      const counts = { pending: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
      for (const { state, _count } of await client.jobItem.groupBy({
        by: ['state'],
        where: { jobId: id },
        _count: { _all: true },
      })) {
        counts[state] = _count._all;
      }
      return counts;
    },

    async events(reader: Reader, id: number, limit: number) {
      if (!(await visible(reader, id))) return [];
      const rows = await client.jobEvent.findMany({ where: { jobId: id }, orderBy: { id: 'desc' }, take: limit });
      return rows.reverse().map(({ id: event, at, kind, data }) => ({ id: String(event), at, kind, data }));
    },

    async attempts(reader: Reader, id: number) {
      if (!(await visible(reader, id))) return [];
      return client.jobAttempt.findMany({ where: { jobId: id }, orderBy: { number: 'asc' }, omit: { jobId: true } });
    },

    /** Asks for the end of a job. False when there is no such open job. */
    async cancel(reader: Reader, id: number): Promise<boolean> {
      const allowed = accessible(reader, 'update', 'Job');
      if (allowed === undefined) return false;
      const open = { state: { in: ['pending', 'running'] as JobState[] }, cancelledAt: null };
      const { count } = await client.job.updateMany({
        where: { AND: [allowed, { id, ...open }] },
        data: { cancelledAt: new Date() },
      });
      if (count > 0) await client.jobEvent.create({ data: { jobId: id, kind: 'cancelled' } });
      return count > 0;
    },

    /** Changes the note people keep with a job. False when there is no such job to change. */
    async setBio(reader: Reader, id: number, bio: string): Promise<boolean> {
      const allowed = accessible(reader, 'update', 'Job');
      if (allowed === undefined) return false;
      return (await client.job.updateMany({ where: { AND: [allowed, { id }] }, data: { bio } })).count > 0;
    },

    /** Forgets a job; one that runs ends. False when there is no such job to delete. */
    async remove(reader: Reader, id: number): Promise<boolean> {
      const allowed = accessible(reader, 'delete', 'Job');
      if (allowed === undefined) return false;
      return (await client.job.deleteMany({ where: { AND: [allowed, { id }] } })).count > 0;
    },

    /** Forgets jobs that ended before. Says how many. */
    async removeEndedBefore(at: Date, tenantId?: string): Promise<number> {
      const where = { finishedAt: { lt: at }, ...(tenantId !== undefined && { tenantId }) };
      return (await client.job.deleteMany({ where })).count;
    },
  };
}

type ItemState = 'pending' | 'running' | 'succeeded' | 'failed' | 'cancelled';

function filterOf({ types, states, userId, search, clusterId }: JobQuery): Prisma.JobWhereInput {
  return {
    ...(types && { type: { in: [...types] } }),
    ...(states && { state: { in: [...states] } }),
    ...(userId !== undefined && { userId }),
    ...(clusterId !== undefined && { schedulerClusters: { some: { schedulerClusterId: clusterId } } }),
    ...(search && {
      OR: [
        { bio: { contains: search, mode: 'insensitive' } },
        { args: { path: ['url'], string_contains: search } },
        { failure: { contains: search, mode: 'insensitive' } },
      ],
    }),
  };
}

async function sameKey(
  client: PrismaClient,
  { tenantId, idempotencyKey, requestHash }: Pick<NewJob, 'tenantId' | 'idempotencyKey' | 'requestHash'>,
) {
  if (idempotencyKey === null) return undefined;
  const found = await client.job.findUnique({
    where: { tenantId_idempotencyKey: { tenantId, idempotencyKey } },
    select: { id: true, requestHash: true },
  });
  if (found === null) return undefined;
  if (found.requestHash === requestHash) return { id: found.id, existed: true };
  throw new Failure('conflict', 'this idempotency key came with another request before; use a new one');
}

async function create(client: PrismaClient, job: NewJob): Promise<number> {
  const { clusterIds, args, unfinishedOf, ...data } = job;
  return client.$transaction(async (transaction) => {
    const { id } = await transaction.job.create({
      data: {
        ...data,
        args: args as Prisma.InputJsonObject,
        schedulerClusters: { create: clusterIds.map((schedulerClusterId) => ({ schedulerClusterId })) },
        events: { create: { kind: 'created' } },
      },
      select: { id: true },
    });
    if (unfinishedOf !== undefined) {
      await transaction.$executeRaw`
        INSERT INTO "job_item" ("job_id", "scheduler_cluster_id", "url", "task_id", "host_id", "host_name", "ip",
          "content_length", "updated_at")
        SELECT ${id}, "scheduler_cluster_id", "url", "task_id", "host_id", "host_name", "ip", "content_length", now()
        FROM "job_item" WHERE "job_id" = ${unfinishedOf} AND ("state" <> 'succeeded' OR "verified" IS FALSE)`;
    }
    return id;
  });
}
