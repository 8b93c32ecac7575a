import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Database, databaseOn } from './create-database.ts';
import { embeddedEngine } from './embedded.ts';
import { migrate, readMigrations } from './migrate.ts';

/** The checked-in migrations. */
export const migrationsDir = join(import.meta.dirname, '../../../prisma/migrations');

let migrated: Promise<Blob> | undefined;

/** A database of its own in memory, with the schema and nothing in it. Migrates once per test file, then copies. */
export async function testDatabase(): Promise<Database> {
  migrated ??= dumpMigrated();
  return databaseOn(embeddedEngine(await PGlite.create({ loadDataDir: await migrated })), []);
}

async function dumpMigrated(): Promise<Blob> {
  const fresh = await PGlite.create();
  try {
    await embeddedEngine(fresh).withConnection(async (connection) =>
      migrate(connection, await readMigrations(migrationsDir)),
    );
    return await fresh.dumpDataDir('none');
  } finally {
    await fresh.close();
  }
}
