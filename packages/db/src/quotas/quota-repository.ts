import { accessible, type Reader } from '../access/readable.ts';
import type { Prisma, PrismaClient, QuotaKind } from '../generated/client.ts';

interface Limit {
  readonly tenantId: string;
  readonly kind: QuotaKind;
  readonly soft: number | null;
  readonly hard: number | null;
}

/** The windows that are open now: of the minute for jobs, of the day for bytes from origins. */
export interface QuotaWindows {
  readonly minute: Date;
  readonly day: Date;
}

/** What is measured as it stands now has no window. */
export const noWindow = new Date(0);

const openPreheats = { type: 'preheat', state: { in: ['pending', 'running'] } } satisfies Prisma.JobWhereInput;
const bytes = { totalBytes: true, doneBytes: true } as const;
const missing = ({ totalBytes, doneBytes }: { totalBytes: bigint | null; doneBytes: bigint | null }): number =>
  Math.max(0, Number(totalBytes ?? 0n) - Number(doneBytes ?? 0n));
const number = (value: bigint | null) => (value === null ? null : Number(value));

/** What tenants may use, and what they use. */
export function quotaRepository({ client }: { readonly client: PrismaClient }) {
  return {
    /** Tenants that a reader knows, in the order of their names. */
    async tenants(reader: Reader) {
      const allowed = accessible(reader, 'read', 'Tenant');
      if (allowed === undefined) return [];
      const select = { id: true, slug: true, name: true } as const;
      return client.tenant.findMany({ where: allowed, select, orderBy: { name: 'asc' } });
    },
    /** Of one tenant, or of all. */
    async limits(tenantId?: string): Promise<readonly Limit[]> {
      const rows = await client.quota.findMany({ where: tenantId === undefined ? {} : { tenantId } });
      return rows.map(({ soft, hard, ...row }) => ({ ...row, soft: number(soft), hard: number(hard) }));
    },
    async set({ tenantId, kind, soft, hard }: Limit): Promise<void> {
      if (soft === null && hard === null) {
        await client.quota.deleteMany({ where: { tenantId, kind } });
        return;
      }
      const limits = { soft, hard };
      await client.quota.upsert({
        where: { tenantId_kind: { tenantId, kind } },
        create: { tenantId, kind, ...limits },
        update: limits,
      });
    },
    /** What one tenant uses, or each of them; what nobody used is left out. */
    async used({ minute, day }: QuotaWindows, tenantId?: string) {
      const whose = tenantId === undefined ? {} : { tenantId };
      const [counted, open] = await Promise.all([
        client.quotaUsage.findMany({
          where: {
            ...whose,
            OR: [
              { kind: 'jobs_per_minute', windowStart: minute },
              { kind: 'origin_bytes_per_day', windowStart: day },
              { kind: 'seed_cached_bytes', windowStart: noWindow },
            ],
          },
        }),
        client.job.groupBy({ by: ['tenantId'], where: { ...whose, ...openPreheats }, _sum: bytes }),
      ]);
      return [
        ...counted.map(({ tenantId: tenant, kind, used }) => ({ tenantId: tenant, kind, used: Number(used) })),
        ...open.map(({ tenantId: tenant, _sum }) => ({
          tenantId: tenant,
          kind: 'concurrent_preheat_bytes' as const,
          used: missing(_sum),
        })),
      ];
    },
    /** Bytes that the other open preheats of a tenant have still to bring. */
    async openPreheatBytes(tenantId: string, exceptJobId: number): Promise<number> {
      const where = { tenantId, id: { not: exceptJobId }, ...openPreheats };
      return missing((await client.job.aggregate({ where, _sum: bytes }))._sum);
    },
    /** Counts one more job in a minute, unless there were `hard` already; says how many there are then, or nothing. */
    async takeJob(tenantId: string, minute: Date, hard: number | null): Promise<number | undefined> {
      const [row] = await client.$queryRaw<{ used: bigint }[]>`
        INSERT INTO "quota_usage" ("tenant_id", "kind", "window_start", "used")
        SELECT ${tenantId}::uuid, 'jobs_per_minute', ${minute}, 1 WHERE ${hard}::bigint IS NULL OR ${hard}::bigint > 0
        ON CONFLICT ("tenant_id", "kind", "window_start") DO UPDATE SET "used" = "quota_usage"."used" + 1
          WHERE ${hard}::bigint IS NULL OR "quota_usage"."used" < ${hard}::bigint
        RETURNING "used"`;
      return row && Number(row.used);
    },
    /** Sums up what each tenant keeps on seeds, from the catalogue of tasks. */
    async measureSeeds(): Promise<void> {
      await client.$executeRaw`
        WITH "kept" AS (
          SELECT "tenant_id", sum("content_length" * "seed_replicas") AS "bytes" FROM "task"
          WHERE "tenant_id" IS NOT NULL AND "seed_replicas" > 0 GROUP BY "tenant_id")
        INSERT INTO "quota_usage" ("tenant_id", "kind", "window_start", "used")
        SELECT t."id", 'seed_cached_bytes', ${noWindow}, coalesce(k."bytes", 0)
        FROM "tenant" t LEFT JOIN "kept" k ON k."tenant_id" = t."id"
        ON CONFLICT ("tenant_id", "kind", "window_start") DO UPDATE SET "used" = excluded."used"
          WHERE "quota_usage"."used" <> excluded."used"`;
    },
    /** Bytes from origins, day by day since then; days without any are left out. */
    async originDays(tenantId: string, since: Date) {
      const rows = await client.quotaUsage.findMany({
        where: { tenantId, kind: 'origin_bytes_per_day', windowStart: { gte: since } },
        orderBy: { windowStart: 'asc' },
      });
      return rows.map(({ windowStart, used }) => ({ startsAt: windowStart, bytes: Number(used) }));
    },
    /** Forgets windows that are over: of minutes, and of days. */
    async forgetBefore({ minute, day }: QuotaWindows): Promise<void> {
      await client.quotaUsage.deleteMany({
        where: {
          OR: [
            { kind: 'jobs_per_minute', windowStart: { lt: minute } },
            { kind: 'origin_bytes_per_day', windowStart: { lt: day } },
          ],
        },
      });
    },
  };
}
