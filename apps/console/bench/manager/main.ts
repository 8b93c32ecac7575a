import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDatabase, firstBoot } from '@damselfly/db';
import { measureGrpc } from './calls.ts';
import { reads } from './reads.ts';
import { seed } from './seed.ts';
import { syncHosts } from './sync.ts';

interface Result {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    /** A PostgreSQL server's database, empty or filled by an earlier run; without it the embedded one. */
    url: { type: 'string' },
    /** A folder of the embedded database that an earlier run filled. */
    dir: { type: 'string' },
    tasks: { type: 'string' },
    hosts: { type: 'string' },
    tenants: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '40' },
    /** Only fills the database. */
    seed: { type: 'boolean', default: false },
  },
});
const size = {
  tasks: Number(values.tasks ?? (values.quick ? 20_000 : 1_000_000)),
  hosts: Number(values.hosts ?? (values.quick ? 5_000 : 100_000)),
  tenants: Number(values.tenants),
};
const own =
  values.url === undefined && values.dir === undefined ? await mkdtemp(join(tmpdir(), 'damselfly-bench-')) : undefined;
const source = values.url === undefined ? { dir: values.dir ?? own ?? '' } : { url: values.url };
const database = await createDatabase(source, join(import.meta.dirname, '../../../../prisma/migrations'));
const results: Result[] = [];
const note = (id: string, value: number, unit: string) => {
  results.push({ id, value, unit });
  if (!values.json) process.stdout.write(`${id.padEnd(44)}${value.toLocaleString('en').padStart(14)} ${unit}\n`);
};
try {
  await firstBoot(database.client, async () => ({ passwordHash: 'x', mustChangePassword: false }));
  if ((await database.client.task.count({ take: 1 })) === 0) {
    const startedAt = performance.now();
    await seed(database.client, size);
    note('filling', Math.round((performance.now() - startedAt) / 1000), 's');
  }
  if (!values.seed) {
    for (const { id, ask } of reads(database, size.tenants))
      note(`${id}, p95`, await p95(ask, Number(values.rounds)), 'ms');
    for (const { id, value, unit } of await measureGrpc(database, values.quick ? 500 : 3000)) note(id, value, unit);
    for (const { id, value, unit } of await syncHosts(database, size.hosts)) note(id, value, unit);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ suite: 'manager', results })}\n`);
} finally {
  await database.close();
  if (own !== undefined) await rm(own, { recursive: true, force: true });
}

/** In milliseconds; the first ones warm up and do not count. */
async function p95(ask: (n: number) => Promise<unknown>, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < rounds + 3; n += 1) {
    const startedAt = performance.now();
    await ask(n);
    if (n >= 3) times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  return Math.round((times[Math.ceil(times.length * 0.95) - 1] ?? 0) * 10) / 10;
}
