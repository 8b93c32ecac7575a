import type { Prisma, PrismaClient } from '../generated/client.ts';

type ItemState = 'pending' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** One piece of content on one host, as a worker sees it. */
export interface ItemChange {
  readonly clusterId: number;
  readonly url: string;
  readonly taskId: string;
  readonly hostId: string;
  readonly hostname: string;
  readonly ip: string;
  readonly state: ItemState;
  readonly bytes: number;
  readonly contentLength: number | null;
  readonly verified: boolean | null;
  readonly failureCode: string;
  readonly failure: string;
}

const chunk = 1000;

/** Writes a worker's progress: changed items, and the job's bytes in all. */
export async function saveItems(
  client: PrismaClient,
  jobId: number,
  changes: readonly ItemChange[],
  totals: { readonly totalBytes: number; readonly doneBytes: number },
): Promise<void> {
  for (let from = 0; from < changes.length; from += chunk) {
    const rows = JSON.stringify(changes.slice(from, from + chunk));
    await client.$executeRaw`
      INSERT INTO "job_item" ("job_id", "scheduler_cluster_id", "url", "task_id", "host_id", "host_name", "ip", "state",
        "bytes", "content_length", "verified", "failure_code", "failure", "started_at", "finished_at", "updated_at")
      SELECT ${jobId}, r."clusterId", r."url", r."taskId", r."hostId", r."hostname", r."ip", r."state"::item_state,
        r."bytes", r."contentLength", r."verified", r."failureCode", r."failure",
        CASE WHEN r."state" <> 'pending' THEN now() END,
        CASE WHEN r."state" IN ('succeeded', 'failed', 'cancelled') THEN now() END, clock_timestamp()
      FROM jsonb_to_recordset(${rows}::jsonb) AS r("clusterId" int, "url" text, "taskId" text, "hostId" text,
        "hostname" text, "ip" text, "state" text, "bytes" bigint, "contentLength" bigint, "verified" boolean,
        "failureCode" text, "failure" text)
      ON CONFLICT ("job_id", "scheduler_cluster_id", "task_id", "host_id") DO UPDATE SET
        "state" = excluded."state", "bytes" = excluded."bytes", "content_length" = excluded."content_length",
        "verified" = excluded."verified", "failure_code" = excluded."failure_code", "failure" = excluded."failure",
        "started_at" = coalesce("job_item"."started_at", excluded."started_at"),
        "finished_at" = excluded."finished_at", "updated_at" = excluded."updated_at"`;
  }
  await client.$executeRaw`UPDATE "job" SET "total_bytes" = ${Math.round(totals.totalBytes)},
    "done_bytes" = ${Math.round(totals.doneBytes)}, "updated_at" = now() WHERE "id" = ${jobId}`;
}

export const itemColumns = {
  ...{ id: true, schedulerClusterId: true, url: true, taskId: true, hostId: true, hostname: true, ip: true },
  ...{ state: true, bytes: true, contentLength: true, verified: true, failureCode: true, failure: true },
  ...{ startedAt: true, finishedAt: true, updatedAt: true },
} as const;

type ItemRow = Prisma.JobItemGetPayload<{ select: typeof itemColumns }>;

/** An item in plain numbers; a cursor stays text. */
export const itemOf = ({ id, schedulerClusterId, bytes, contentLength, ...row }: ItemRow) => ({
  id: String(id),
  clusterId: schedulerClusterId,
  bytes: Number(bytes),
  contentLength: contentLength === null ? null : Number(contentLength),
  ...row,
});

/** All items of a job, in their order. */
export const itemsOfJob = async (client: PrismaClient, jobId: number) =>
  (await client.jobItem.findMany({ where: { jobId }, select: itemColumns, orderBy: { id: 'asc' } })).map(itemOf);
