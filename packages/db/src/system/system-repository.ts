import type { PrismaClient } from '../generated/client.ts';

/** What the database says of itself. */
export function systemRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async facts() {
      const [row] = await client.$queryRaw<
        { version: string; bytes: bigint; migrations: bigint; newest: string | null }[]
      >`
        SELECT current_setting('server_version') AS "version", pg_database_size(current_database()) AS "bytes",
          (SELECT count(*) FROM "_prisma_migrations") AS "migrations",
          (SELECT max("migration_name") FROM "_prisma_migrations") AS "newest"`;
      const open = await client.job.groupBy({ by: ['state'], where: { finishedAt: null }, _count: true });
      const jobs = (state: string) => open.find((one) => one.state === state)?._count ?? 0;
      return {
        version: row?.version ?? '',
        sizeBytes: Number(row?.bytes ?? 0n),
        migrations: Number(row?.migrations ?? 0n),
        newestMigration: row?.newest ?? '',
        pendingJobs: jobs('pending'),
        runningJobs: jobs('running'),
      };
    },
  };
}
