import type { PrismaClient } from '../generated/client.ts';

/** One more of something, of which `burst` may come at once and one every `intervalMs`. */
export interface AskedTake {
  readonly key: string;
  readonly intervalMs: number;
  readonly burst: number;
}

export interface Taken {
  readonly key: string;
  readonly allowed: boolean;
  /** How long until the whole burst is there again. */
  readonly fullInMs: number;
}

/**
 * Counts by key for all consoles that share the database, by its clock: each key has the time at which its whole burst is
 * there again, each take moves that on by one interval, and one that would lie further ahead than the burst is refused
 * (the generic cell rate algorithm). One statement, whatever is asked.
 */
export function rateLimitRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async take(asked: readonly AskedTake[]): Promise<readonly Taken[]> {
      // In one order everywhere, so that two consoles never wait for each other.
      const ordered = JSON.stringify([...asked].sort((a, b) => (a.key < b.key ? -1 : 1)));
      const rows = await client.$queryRaw<{ key: string; allowed: boolean; full_in_ms: number }[]>`
        WITH "asked" AS (
          SELECT "key", "intervalMs" * interval '1 millisecond' AS "step", "burst"
          FROM jsonb_to_recordset(${ordered}::jsonb) AS a("key" text, "intervalMs" float8, "burst" float8)
        ), "taken" AS (
          INSERT INTO "rate_limit" AS r ("key", "full_at") SELECT "key", now() + "step" FROM "asked"
          ON CONFLICT ("key") DO UPDATE SET "full_at" = greatest(r."full_at", now()) + (excluded."full_at" - now())
          WHERE greatest(r."full_at", now()) + (excluded."full_at" - now())
            <= now() + (SELECT a."step" * a."burst" FROM "asked" a WHERE a."key" = r."key")
          RETURNING "key", "full_at"
        )
        SELECT a."key", t."key" IS NOT NULL AS "allowed",
          (extract(epoch FROM greatest(coalesce(t."full_at", r."full_at"), now()) - now()) * 1000)::float8 AS "full_in_ms"
        FROM "asked" a LEFT JOIN "taken" t ON t."key" = a."key" LEFT JOIN "rate_limit" r ON r."key" = a."key"`;
      return rows.map(({ key, allowed, full_in_ms: fullInMs }) => ({ key, allowed, fullInMs }));
    },
    async forget(key: string): Promise<void> {
      await client.rateLimit.deleteMany({ where: { key } });
    },
    /** Forgets keys that say nothing any more. */
    async forgetFull(): Promise<number> {
      return client.$executeRaw`DELETE FROM "rate_limit" WHERE "full_at" < now()`;
    },
  };
}
