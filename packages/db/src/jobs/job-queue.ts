import type { Prisma, PrismaClient } from '../generated/client.ts';
import { type ItemChange, itemsOfJob, saveItems } from './job-items.ts';

export type EndState = 'succeeded' | 'partial' | 'failed' | 'cancelled';

/** A job that a worker holds. */
export interface LeasedJob {
  readonly id: number;
  readonly tenantId: string;
  readonly type: string;
  readonly args: unknown;
  readonly secretCipher: string | null;
  readonly clusterIds: readonly number[];
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  readonly startedAt: Date;
}

export interface JobEnd {
  readonly state: EndState;
  /** Why, for people. */
  readonly failure?: string;
  /** JSON. */
  readonly result?: unknown;
}

type Held = { readonly id: number; readonly holder: string };

/**
 * The job table as a queue. A worker leases a row and renews it; whoever's lease ran out has lost the job. Of several
 * tenants the one with the fewest jobs running comes first.
 */
export function jobQueue({ client }: { readonly client: PrismaClient }) {
  return {
    /** Takes up to `limit` jobs that are due or whose worker is gone. */
    async lease(holder: string, leaseMs: number, limit: number): Promise<readonly LeasedJob[]> {
      const ids = await client.$queryRaw<{ id: number }[]>`
        WITH busy AS (
          SELECT "tenant_id", count(*) AS "running" FROM "job"
          WHERE "state" = 'running' AND "lease_expires_at" > now() GROUP BY "tenant_id"
        ), due AS (
          SELECT j."id" FROM "job" j LEFT JOIN busy b ON b."tenant_id" = j."tenant_id"
          WHERE j."state" IN ('pending', 'running') AND j."run_at" <= now() AND j."attempts" < j."max_attempts"
            AND (j."lease_expires_at" IS NULL OR j."lease_expires_at" <= now())
          ORDER BY coalesce(b."running", 0), j."run_at", j."id"
          LIMIT ${limit} FOR UPDATE OF j SKIP LOCKED
        )
        UPDATE "job" SET "state" = 'running', "lease_holder" = ${holder}, "attempts" = "attempts" + 1,
          "lease_expires_at" = now() + ${leaseMs} * interval '1 millisecond',
          "started_at" = coalesce("started_at", now()), "updated_at" = now()
        WHERE "id" IN (SELECT "id" FROM due) RETURNING "id"`;
      return Promise.all(ids.map(({ id }) => begin(client, { id, holder })));
    },

    /** `lost` when another worker has the job, or it was deleted; `cancelled` when somebody wants it to end. */
    async renew({ id, holder }: Held, leaseMs: number): Promise<'held' | 'cancelled' | 'lost'> {
      const [row] = await client.$queryRaw<{ cancelled: boolean }[]>`
        UPDATE "job" SET "lease_expires_at" = now() + ${leaseMs} * interval '1 millisecond'
        WHERE "id" = ${id} AND "lease_holder" = ${holder} RETURNING "cancelled_at" IS NOT NULL AS "cancelled"`;
      if (row === undefined) return 'lost';
      return row.cancelled ? 'cancelled' : 'held';
    },

    /** Ends a job, its open items with it. False when the worker had lost it. */
    finish: ({ id, holder }: Held, end: JobEnd) => finish(client, { id, leaseHolder: holder }, end),

    /** Gives a job back to be taken again after `delayMs`; an attempt that was not the job's fault is not counted. */
    async release({ id, holder }: Held, delayMs: number, { failure, counted }: { failure: string; counted: boolean }) {
      await client.$transaction(async (transaction) => {
        const released = await transaction.job.updateMany({
          where: { id, leaseHolder: holder },
          data: {
            state: 'pending',
            leaseHolder: null,
            leaseExpiresAt: null,
            runAt: new Date(Date.now() + delayMs),
            ...(!counted && { attempts: { decrement: 1 } }),
          },
        });
        if (released.count === 0) return;
        await closeAttempts(transaction, id, 'released', failure);
        await note(transaction, id, 'released', { failure, delayMs });
      });
    },

    /** Ends jobs whose last worker died, and those cancelled while nobody held them. Says how many. */
    async reap(): Promise<number> {
      const rows = await client.$queryRaw<{ id: number; cancelled: boolean }[]>`
        SELECT "id", "cancelled_at" IS NOT NULL AS "cancelled" FROM "job" WHERE "state" IN ('pending', 'running')
          AND ("lease_expires_at" IS NULL OR "lease_expires_at" <= now())
          AND ("cancelled_at" IS NOT NULL OR "attempts" >= "max_attempts") LIMIT 100`;
      for (const { id, cancelled } of rows) {
        const end: JobEnd = cancelled
          ? { state: 'cancelled' }
          : { state: 'failed', failure: 'the console that ran it stopped again and again; look at its log' };
        await finish(client, { id, OR: [{ leaseExpiresAt: null }, { leaseExpiresAt: { lte: new Date() } }] }, end);
      }
      return rows.length;
    },

    /** Writes a worker's progress: changed items, and the job's bytes in all. */
    saveItems: (id: number, changes: readonly ItemChange[], totals: { totalBytes: number; doneBytes: number }) =>
      saveItems(client, id, changes, totals),

    /** What a worker before, or the job that is repeated, left; in the order it was found. */
    items: (id: number) => itemsOfJob(client, id),

    /** What operators wrote on the hosts of a cluster, by host id. */
    async hostLabels(clusterId: number): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
      const where = { schedulerClusterId: clusterId, NOT: { labels: { equals: {} } } };
      const rows = await client.host.findMany({ where, select: { hostId: true, labels: true } });
      return new Map(rows.map(({ hostId, labels }) => [hostId, labels as Record<string, string>]));
    },

    /** Ids of the tasks that have this digest. */
    async tasksByDigest(digest: string, clusterIds: readonly number[]): Promise<readonly string[]> {
      const where = { digest, schedulerClusterId: { in: [...clusterIds] } };
      const rows = await client.task.findMany({ where, select: { taskId: true }, distinct: 'taskId', take: 1000 });
      return rows.map(({ taskId }) => taskId);
    },

    /** Something worth telling happened. */
    note: (id: number, kind: string, data: Prisma.InputJsonObject) => note(client, id, kind, data),
  };
}

type Transaction = Omit<Prisma.TransactionClient, '$extends'>;

async function begin(client: PrismaClient, { id, holder }: Held): Promise<LeasedJob> {
  return client.$transaction(async (transaction) => {
    const job = await transaction.job.findUniqueOrThrow({ where: { id }, include: { schedulerClusters: true } });
    await closeAttempts(transaction, id, 'lost', 'its worker stopped');
    const number = (await transaction.jobAttempt.count({ where: { jobId: id } })) + 1;
    await transaction.jobAttempt.create({ data: { jobId: id, number, holder } });
    await note(transaction, id, number === 1 ? 'started' : 'resumed', { attempt: number, holder });
    return {
      ...{ id, tenantId: job.tenantId, type: job.type, args: job.args, secretCipher: job.secretCipher },
      clusterIds: job.schedulerClusters.map(({ schedulerClusterId }) => schedulerClusterId).sort((a, b) => a - b),
      ...{ attempt: job.attempts, maxAttempts: job.maxAttempts, timeoutMs: job.timeoutMs },
      startedAt: job.startedAt ?? new Date(),
    };
  });
}

async function finish(client: PrismaClient, where: Prisma.JobWhereInput, end: JobEnd): Promise<boolean> {
  const { state, failure = '', result } = end;
  return client.$transaction(async (transaction) => {
    const [row] = await transaction.job.updateManyAndReturn({
      where: { AND: [where, { state: { in: ['pending', 'running'] } }] },
      data: {
        ...{ state, failure, finishedAt: new Date(), secretCipher: null, leaseHolder: null, leaseExpiresAt: null },
        ...(result !== undefined && { result: result as Prisma.InputJsonValue }),
      },
      select: { id: true },
    });
    if (row === undefined) return false;
    const open = state === 'cancelled' ? 'cancelled' : 'failed';
    await transaction.jobItem.updateMany({
      where: { jobId: row.id, state: { in: ['pending', 'running'] } },
      data: { state: open, failure: failure || 'the job ended before it was done', finishedAt: new Date() },
    });
    await closeAttempts(transaction, row.id, state, failure);
    await note(transaction, row.id, 'finished', { state, failure });
    await tellWebhooks(transaction, row.id, state);
    return true;
  });
}

/** Kept with the end itself, so that nobody misses it. */
const tellWebhooks = (transaction: Transaction, jobId: number, state: EndState) =>
  transaction.$executeRaw`
    INSERT INTO "webhook_delivery" ("webhook_id", "event", "payload")
    SELECT w."id", ${`job.${state}`}, jsonb_build_object('event', ${`job.${state}`}::text, 'job', jsonb_build_object(
      'id', j."id", 'type', j."type", 'bio', j."bio", 'state', j."state", 'failure', j."failure", 'args', j."args",
      'totalBytes', j."total_bytes", 'doneBytes', j."done_bytes", 'createdAt', j."created_at",
      'finishedAt', j."finished_at"))
    FROM "job" j JOIN "webhook" w ON w."tenant_id" = j."tenant_id"
    WHERE j."id" = ${jobId} AND w."enabled" AND (cardinality(w."events") = 0 OR ${`job.${state}`} = ANY(w."events"))`;

const closeAttempts = (transaction: Transaction, jobId: number, outcome: string, failure: string) =>
  transaction.jobAttempt.updateMany({
    where: { jobId, outcome: null },
    data: { outcome, failure, finishedAt: new Date() },
  });

async function note(client: Transaction | PrismaClient, jobId: number, kind: string, data: Prisma.InputJsonObject) {
  await client.jobEvent.create({ data: { jobId, kind, data } });
}
