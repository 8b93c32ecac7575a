import { createHash } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { schemaDiff } from '../scripts/schema-diff.ts';
import { createPglite, embeddedEngine } from './embedded.ts';
import { type Migration, migrate, readMigrations } from './migrate.ts';
import { migrationsDir } from './testing.ts';

const first: Migration = { name: '1_first', sql: 'CREATE TABLE a (id INT); INSERT INTO a VALUES (1);' };
const second: Migration = { name: '2_second', sql: 'ALTER TABLE a ADD COLUMN b INT;' };
const broken: Migration = { name: '2_broken', sql: 'INSERT INTO a VALUES (2); SELECT nonsense;' };

describe('migrations', () => {
  let database: PGlite;
  beforeEach(async () => {
    database = await createPglite();
  });
  afterEach(() => database.close());

  const run = (migrations: readonly Migration[]) =>
    embeddedEngine(database).withConnection((connection) => migrate(connection, migrations));
  const count = async () => (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM a')).rows[0]?.n;

  test('those checked in lead exactly to the schema', async () => {
    await run(await readMigrations(migrationsDir));
    expect(await schemaDiff(database, `${migrationsDir}/../schema.prisma`)).toBe('');
    await database.exec('ALTER TABLE "user" DROP COLUMN "email"');
    expect(await schemaDiff(database, `${migrationsDir}/../schema.prisma`)).toContain('ADD COLUMN     "email"');
  });

  test('each is applied once, in order, and booked with the checksum that Prisma computes', async () => {
    expect(await run([first])).toEqual(['1_first']);
    expect(await run([first, second])).toEqual(['2_second']);
    expect(await count()).toBe(1);
    const { rows } = await database.query('SELECT migration_name, checksum FROM _prisma_migrations ORDER BY 1');
    expect(rows[0]).toEqual({
      migration_name: '1_first',
      checksum: createHash('sha256').update(first.sql).digest('hex'),
    });
    expect(rows).toHaveLength(2);
  });

  test('one that fails leaves nothing behind, and can be repaired and run again', async () => {
    await expect(run([first, broken])).rejects.toThrow(/2_broken failed/);
    expect(await count()).toBe(1);
    expect(await run([first, { ...broken, sql: 'INSERT INTO a VALUES (2);' }])).toEqual(['2_broken']);
    expect(await count()).toBe(2);
  });

  test('one that was edited after it ran is refused', async () => {
    await run([first]);
    await expect(run([{ ...first, sql: `${first.sql} ` }])).rejects.toMatchObject({ code: 'precondition' });
  });

  test('a database that is ahead of the program is refused', async () => {
    await run([first, second]);
    await expect(run([first])).rejects.toThrow(/2_second.*newer version/);
  });
});
