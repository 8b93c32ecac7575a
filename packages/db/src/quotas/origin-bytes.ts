import type { PrismaClient } from '../generated/client.ts';

/**
 * Adds bytes that came from origins, by their day, to the tenants they came for: the cluster's, or the one tenant with an
 * application of that name. `rows` is JSON, as the samples of usage have it.
 */
export const addOriginBytes = (client: PrismaClient, rows: string) =>
  client.$executeRaw`
    INSERT INTO "quota_usage" ("tenant_id", "kind", "window_start", "used")
    SELECT coalesce(c."tenant_id", o."tenant_id"), 'origin_bytes_per_day', a."startsAt", sum(a."sourceBytes")
    FROM jsonb_to_recordset(${rows}::jsonb) AS a("span" text, "startsAt" timestamptz, "schedulerClusterId" int,
      "application" text, "sourceBytes" bigint)
    JOIN "scheduler_cluster" c ON c."id" = a."schedulerClusterId"
    LEFT JOIN LATERAL (
      SELECT min(p."tenant_id"::text)::uuid AS "tenant_id" FROM "application" p
      WHERE p."name" = a."application" HAVING count(*) = 1
    ) o ON true
    WHERE a."span" = 'day' AND a."sourceBytes" > 0 AND coalesce(c."tenant_id", o."tenant_id") IS NOT NULL
    GROUP BY 1, a."startsAt"
    ON CONFLICT ("tenant_id", "kind", "window_start") DO UPDATE SET "used" = "quota_usage"."used" + excluded."used"`;
