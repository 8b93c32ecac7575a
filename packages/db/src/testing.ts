import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll } from 'vitest';
import { type Database, databaseOn } from './create-database.ts';
import { createPglite, embeddedEngine } from './embedded.ts';
import type { Engine } from './engine.ts';
import { type Migration, migrate, readMigrations } from './migrate.ts';
import { openPostgres } from './postgres.ts';

/** The checked-in migrations. */
export const migrationsDir = join(import.meta.dirname, '../../../prisma/migrations');
/** Making a database takes seconds, copying one a fraction: what was made for these migrations is kept between runs. */
const cacheDir = join(import.meta.dirname, '../../../node_modules/.damselfly-test-database');

/** A server to test on instead of the embedded database: the address of somebody who may create databases. */
const postgresUrl = process.env.DAMSELFLY_TEST_POSTGRES;

interface Opened {
  readonly engine: Engine;
  readonly database: Database;
  close(): Promise<void>;
}

let shared: Promise<Opened> | undefined;

afterAll(async () => {
  await (await shared)?.close();
});

/**
 * A database with the schema and nothing in it. The tests of a file take turns with one: whoever asks next empties it, and
 * closing is only done behind the last.
 */
export async function testDatabase(): Promise<Database> {
  shared ??= postgresUrl === undefined ? openFiles() : openOnServer(postgresUrl);
  const { engine, database } = await shared;
  await engine.withConnection((connection) => connection.exec(emptyEverything));
  return { ...database, close: () => Promise.resolve() };
}

async function openFiles(): Promise<Opened> {
  const engine = embeddedEngine(await createPglite({ loadDataDir: await readMigrated() }));
  const database = databaseOn(engine, []);
  return { engine, database, close: () => database.close() };
}

async function openOnServer(url: string): Promise<Opened> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await administer(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const engine = await openPostgres(own.href);
  await engine.withConnection(async (connection) => migrate(connection, await readMigrations(migrationsDir)));
  const database = databaseOn(engine, []);
  return {
    engine,
    database,
    async close() {
      await database.close();
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** The engine beneath `testDatabase`, emptied. */
export async function testEngine(): Promise<Engine> {
  await testDatabase();
  const opened = await shared;
  if (opened === undefined) throw new Error('there is no test database');
  return opened.engine;
}

/** An engine that notes what it is asked, and can say how the database would do it. */
export interface Recorded {
  readonly engine: Engine;
  readonly statements: { readonly sql: string; readonly args: readonly unknown[] }[];
  /** The plan with whole-table reads only where no index helps. */
  explain(sql: string, args: readonly unknown[]): Promise<string>;
}

export function recordingEngine(engine: Engine): Recorded {
  const statements: Recorded['statements'] = [];
  const noting = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(from, name, receiver) {
        const value: unknown = Reflect.get(from, name, receiver);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          const [query] = given as [{ sql?: string; args?: readonly unknown[] } | undefined];
          if (typeof query?.sql === 'string') statements.push({ sql: query.sql, args: query.args ?? [] });
          const answer: unknown = Reflect.apply(value, from, given);
          const opens = name === 'connect' || name === 'startTransaction';
          return opens && answer instanceof Promise ? answer.then((inner: object) => noting(inner)) : answer;
        };
      },
    });
  return {
    engine: { ...engine, adapter: noting(engine.adapter) },
    statements,
    explain: (sql, args) =>
      engine.withConnection(async (connection) => {
        await connection.exec('SET enable_seqscan = off');
        try {
          const rows = await connection.query(`EXPLAIN ${sql}`, args);
          return rows.map((row) => String(Object.values(row)[0])).join('\n');
        } finally {
          await connection.exec('RESET enable_seqscan');
        }
      }),
  };
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
  const fresh = await createPglite();
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
