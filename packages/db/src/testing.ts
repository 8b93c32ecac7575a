import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll } from 'vitest';
import { type Database, databaseOn } from './create-database.ts';
import { embeddedEngine } from './embedded.ts';
import { type Migration, migrate, readMigrations } from './migrate.ts';

/** The checked-in migrations. */
export const migrationsDir = join(import.meta.dirname, '../../../prisma/migrations');
/** Making a database takes seconds, copying one a fraction: what was made for these migrations is kept between runs. */
const cacheDir = join(import.meta.dirname, '../../../node_modules/.damselfly-test-database');

let shared: Promise<{ readonly files: PGlite; readonly database: Database }> | undefined;

afterAll(async () => {
  await (await shared)?.database.close();
});

/**
 * A database with the schema and nothing in it. The tests of a file take turns with one: whoever asks next empties it, and
 * closing is only done behind the last.
 */
export async function testDatabase(): Promise<Database> {
  shared ??= open();
  const { files, database } = await shared;
  await files.exec(emptyEverything);
  return { ...database, close: () => Promise.resolve() };
}

async function open() {
  const files = await PGlite.create({ loadDataDir: await readMigrated() });
  return { files, database: databaseOn(embeddedEngine(files), []) };
}

const emptyEverything = `DO $$ BEGIN
  EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY CASCADE'
    FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations');
END $$`;

async function readMigrated(): Promise<Blob> {
  const migrations = await readMigrations(migrationsDir);
  const version = await readFile(join(import.meta.dirname, '../package.json'), 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([migrations, version]))
    .digest('hex');
  const file = join(cacheDir, `${key}.tar`);
  try {
    return new Blob([await readFile(file)]);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const made = await makeMigrated(migrations);
  await keep(file, new Uint8Array(await made.arrayBuffer()));
  return made;
}

async function makeMigrated(migrations: readonly Migration[]): Promise<Blob> {
  const fresh = await PGlite.create();
  try {
    await embeddedEngine(fresh).withConnection((connection) => migrate(connection, migrations));
    return await fresh.dumpDataDir('none');
  } finally {
    await fresh.close();
  }
}

/** Appears whole, as several test processes make it at once, and replaces what older migrations left. */
async function keep(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const older = (await readdir(cacheDir)).filter((name) => name.endsWith('.tar'));
  const draft = join(cacheDir, `${randomUUID()}.draft`);
  await writeFile(draft, bytes);
  await rename(draft, file);
  await Promise.all(older.map((name) => rm(join(cacheDir, name), { force: true })));
}
