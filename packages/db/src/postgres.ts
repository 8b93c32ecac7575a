import { Failure } from '@damselfly/core';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Engine } from './engine.ts';

const maxConnections = 10;
const connectTimeoutMs = 10_000;

/** Connects to a PostgreSQL server (15 or newer). Throws `unavailable` when it does not answer. */
export async function openPostgres(url: string): Promise<Engine> {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, connectionTimeoutMillis: connectTimeoutMs });
  // An idle connection that breaks is replaced by the pool at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const engine: Engine = {
    adapter: new PrismaPg(pool, { disposeExternalPool: false }),
    async withConnection(work) {
      const client = await pool.connect();
      try {
        return await work({
          query: async (text, values) =>
            (await client.query<Record<string, unknown>>(text, values && [...values])).rows,
          exec: async (script) => void (await client.query(script)),
        });
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
  try {
    await checkVersion(engine);
    return engine;
  } catch (cause) {
    await pool.end();
    if (cause instanceof Failure) throw cause;
    const why = cause instanceof Error ? cause.message : 'unknown cause';
    throw new Failure(
      'unavailable',
      `the database at ${new URL(url).host} does not answer (${why}); check database.url and that the server runs`,
      { cause },
    );
  }
}

async function checkVersion(engine: Engine): Promise<void> {
  const [row] = await engine.withConnection((c) =>
    c.query(`SELECT current_setting('server_version_num')::int AS version`),
  );
  if (Number(row?.version) < 150_000)
    throw new Failure('precondition', 'the database server is older than PostgreSQL 15; upgrade it');
}
