import type { Prisma, PrismaClient } from '../generated/client.ts';

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
      return {
        version: row?.version ?? '',
        sizeBytes: Number(row?.bytes ?? 0n),
        migrations: Number(row?.migrations ?? 0n),
        newestMigration: row?.newest ?? '',
      };
    },
    /** Jobs of all tenants that have not ended. */
    async openJobs() {
      const where = { state: { in: ['pending', 'running'] } } satisfies Prisma.JobWhereInput;
      const open = await client.job.groupBy({ by: ['state'], where, _count: true });
      const count = (state: string) => open.find((one) => one.state === state)?._count ?? 0;
      return { pending: count('pending'), running: count('running') };
    },
  };
}
