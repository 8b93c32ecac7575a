// `npm run migration -w packages/db -- add-tokens` writes the migration that takes the checked-in ones to the schema.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPglite, embeddedEngine } from '../src/embedded.ts';
import { migrate, readMigrations } from '../src/migrate.ts';
import { schemaDiff } from './schema-diff.ts';

const prismaDir = join(import.meta.dirname, '../../../prisma');
const name = process.argv[2] ?? '';
if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
  console.error('Name the migration in kebab-case: npm run migration -w packages/db -- add-tokens');
  process.exit(64);
}

const database = await createPglite();
const migrations = await readMigrations(join(prismaDir, 'migrations'));
await embeddedEngine(database).withConnection((connection) => migrate(connection, migrations));
const sql = await schemaDiff(database, join(prismaDir, 'schema.prisma'));
await database.close();

if (sql === '') {
  console.log('The migrations agree with the schema; there is nothing to write.');
} else {
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(prismaDir, 'migrations', `${stamp}_${name.replaceAll('-', '_')}`);
  await mkdir(folder);
  await writeFile(join(folder, 'migration.sql'), sql);
  console.log(`Wrote ${folder}/migration.sql. Read it, add what Prisma cannot say, and run the tests of packages/db.`);
}
