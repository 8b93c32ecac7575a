import type { PrismaClient } from '../generated/client.ts';

/** A task as its cluster's schedulers know it. Times are milliseconds since 1970, sizes bytes. */
export interface TaskEntry {
  readonly schedulerClusterId: number;
  readonly taskId: string;
  readonly kind: 'standard' | 'persistent' | 'persistent_cache' | 'cache';
  readonly url: string;
  readonly image: string;
  readonly digest: string;
  readonly application: string;
  readonly tag: string;
  readonly state: 'pending' | 'running' | 'succeeded' | 'failed';
  readonly contentLength: number | null;
  readonly pieceLength: number | null;
  readonly totalPieces: number | null;
  readonly replicas: number;
  readonly seedReplicas: number;
  readonly heat: number;
  readonly sourceBytes: number;
  readonly peerBytes: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/**
 * Puts tasks into the catalogue, one statement for all. A task is the tenant's whose cluster it is in, or whose application
 * asked for it where only one tenant has an application of that name. Clusters that are gone are passed over.
 */
export async function putTasks(client: PrismaClient, entries: readonly TaskEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await client.$executeRaw`
    INSERT INTO "task" ("scheduler_cluster_id", "task_id", "tenant_id", "kind", "url", "image", "digest", "application",
      "tag", "state", "content_length", "piece_length", "total_pieces", "replicas", "seed_replicas", "heat",
      "source_bytes", "peer_bytes", "created_at", "updated_at")
    SELECT c."id", e."taskId", COALESCE(c."tenant_id", o."tenant_id"), e."kind"::"task_kind", e."url", e."image",
      e."digest", e."application", e."tag", e."state"::"task_state", e."contentLength", e."pieceLength", e."totalPieces",
      e."replicas", e."seedReplicas", e."heat", e."sourceBytes", e."peerBytes",
      to_timestamp(e."createdAtMs" / 1000.0), to_timestamp(e."updatedAtMs" / 1000.0)
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e("schedulerClusterId" int, "taskId" text, "kind" text,
      "url" text, "image" text, "digest" text, "application" text, "tag" text, "state" text, "contentLength" bigint,
      "pieceLength" bigint, "totalPieces" int, "replicas" int, "seedReplicas" int, "heat" float8, "sourceBytes" bigint,
      "peerBytes" bigint, "createdAtMs" bigint, "updatedAtMs" bigint)
    JOIN "scheduler_cluster" c ON c."id" = e."schedulerClusterId"
    LEFT JOIN LATERAL (
      SELECT min(a."tenant_id"::text)::uuid AS "tenant_id" FROM "application" a
      WHERE a."name" = e."application" HAVING count(*) = 1
    ) o ON true
    ON CONFLICT ("scheduler_cluster_id", "task_id") DO UPDATE SET
      "tenant_id" = EXCLUDED."tenant_id", "kind" = EXCLUDED."kind", "url" = EXCLUDED."url", "image" = EXCLUDED."image",
      "digest" = EXCLUDED."digest", "application" = EXCLUDED."application", "tag" = EXCLUDED."tag",
      "state" = EXCLUDED."state", "content_length" = EXCLUDED."content_length",
      "piece_length" = EXCLUDED."piece_length", "total_pieces" = EXCLUDED."total_pieces",
      "replicas" = EXCLUDED."replicas", "seed_replicas" = EXCLUDED."seed_replicas", "heat" = EXCLUDED."heat",
      "source_bytes" = GREATEST("task"."source_bytes", EXCLUDED."source_bytes"),
      "peer_bytes" = GREATEST("task"."peer_bytes", EXCLUDED."peer_bytes"), "updated_at" = EXCLUDED."updated_at"
    WHERE "task"."updated_at" <= EXCLUDED."updated_at"`;
}

/** Tasks that no scheduler of a cluster knows any more: nobody offers a copy of them. */
export async function markTasksGone(
  client: PrismaClient,
  gone: readonly { readonly schedulerClusterId: number; readonly taskId: string }[],
): Promise<void> {
  if (gone.length === 0) return;
  await client.$executeRaw`
    UPDATE "task" SET "replicas" = 0, "seed_replicas" = 0
    FROM jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) AS g("schedulerClusterId" int, "taskId" text)
    WHERE "task"."scheduler_cluster_id" = g."schedulerClusterId" AND "task"."task_id" = g."taskId"`;
}
