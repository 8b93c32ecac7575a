import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { SqlConnection } from './sql-connection.ts';

export interface Migration {
  /** `<stamp>_<name>`; applied in the order of names. */
  readonly name: string;
  readonly sql: string;
}

/** Any number; all replicas use the same, so one migrates and the others wait. */
const lockKey = 72_707_369;

/** As Prisma's own tools make and read it. */
const bookTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

const bookRow = z.object({ migration_name: z.string(), checksum: z.string(), finished: z.boolean() });

/** Reads the folder `prisma/migrations`. Throws `internal` when it holds none. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (names.length === 0) throw new Failure('internal', `${folder} holds no migrations`);
  return Promise.all(
    names.sort().map(async (name) => ({ name, sql: await readFile(join(folder, name, 'migration.sql'), 'utf8') })),
  );
}

/**
 * Brings a database up to date and says which migrations it applied. Each is one transaction: it is there whole or not at
 * all. Throws `precondition` when an applied one was edited since, or the database is ahead of this program.
 */
export async function migrate(connection: SqlConnection, migrations: readonly Migration[]): Promise<string[]> {
  await connection.query('SELECT pg_advisory_lock($1)', [lockKey]);
  try {
    await connection.exec(bookTable);
    const done = await applied(connection);
    checkNothingUnknown(done, migrations);
    const fresh: string[] = [];
    for (const migration of migrations) {
      const checksum = createHash('sha256').update(migration.sql).digest('hex');
      const before = done.get(migration.name);
      if (before === undefined) {
        await apply(connection, migration, checksum);
        fresh.push(migration.name);
      } else if (before !== checksum) {
        throw new Failure(
          'precondition',
          `migration ${migration.name} was edited after this database applied it; restore its file`,
        );
      }
    }
    return fresh;
  } finally {
    await connection.query('SELECT pg_advisory_unlock($1)', [lockKey]);
  }
}

async function applied(connection: SqlConnection): Promise<Map<string, string>> {
  const rows = await connection.query(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  );
  const checked = z.array(bookRow).parse(rows);
  const broken = checked.find(({ finished }) => !finished);
  if (broken !== undefined) {
    throw new Failure(
      'precondition',
      `migration ${broken.migration_name} stopped half way, not by this program; repair the database or restore a backup`,
    );
  }
  return new Map(checked.map(({ migration_name, checksum }) => [migration_name, checksum]));
}

function checkNothingUnknown(done: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...done.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Failure(
      'precondition',
      `the database holds migration ${unknown}, which this version does not know; start a newer version`,
    );
  }
}

async function apply(connection: SqlConnection, { name, sql }: Migration, checksum: string): Promise<void> {
  await connection.exec('BEGIN');
  try {
    await connection.exec(sql);
    await connection.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await connection.exec('COMMIT');
  } catch (cause) {
    await connection.exec('ROLLBACK');
    throw new Failure(
      'internal',
      `migration ${name} failed: ${cause instanceof Error ? cause.message : 'unknown cause'}`,
      { cause },
    );
  }
}
