import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { Engine } from './engine.ts';
import { lockFolder } from './folder-lock.ts';
import type { SqlConnection } from './sql-connection.ts';

/** Opens the embedded PostgreSQL in `dir/data`, for this process alone. Throws `precondition` when the folder is taken. */
export async function openEmbedded(dir: string): Promise<Engine> {
  const lock = await lockFolder(dir);
  try {
    const database = await openFiles(join(dir, 'data'));
    const engine = embeddedEngine(database);
    return {
      ...engine,
      async close() {
        try {
          await engine.close();
        } finally {
          await lock.release();
        }
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openFiles(dataDir: string): Promise<PGlite> {
  try {
    return await createPglite({ dataDir });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown cause';
    throw new Failure(
      'storage',
      `the database in ${dataDir} cannot be opened (${why}); restore a backup, or move the folder away to begin anew`,
      { cause },
    );
  }
}

/** An embedded PostgreSQL with the extensions that the migrations ask for; in memory without a folder. */
export const createPglite = (options: Pick<PGliteOptions, 'dataDir' | 'loadDataDir'> = {}): Promise<PGlite> =>
  PGlite.create({ ...options, extensions: { pg_trgm } });

/** Wraps a database that is open already. */
export function embeddedEngine(database: PGlite): Engine {
  const connection: SqlConnection = {
    query: async (text, values) => (await database.query<Record<string, unknown>>(text, values && [...values])).rows,
    exec: async (script) => void (await database.exec(script)),
  };
  return {
    adapter: new PrismaPGlite(database),
    withConnection: (work) => work(connection),
    close: () => database.close(),
  };
}
