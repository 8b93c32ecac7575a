import { defineConfig } from 'prisma/config';

// Migrations are applied by packages/db; the address is only there because the command-line tool insists on one.
export default defineConfig({
  schema: '../../prisma/schema.prisma',
  migrations: { path: '../../prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://unused@127.0.0.1:1/unused' },
});
