import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from './create-database.ts';
import { databaseOn } from './create-database.ts';
import { firstBoot } from './first-boot.ts';
import { type Recorded, recordingEngine, testEngine } from './testing.ts';

/** Tables that grow with use. */
const growing = ['task', 'host', 'job', 'job_item', 'job_event', 'job_attempt', 'audit_event', 'webhook_delivery'];

describe('the plans of the repositories’ queries', () => {
  let database: Database;
  let recorded: Recorded;
  let tenantId: string;
  beforeAll(async () => {
    recorded = recordingEngine(await testEngine());
    database = databaseOn(recorded.engine, []);
    await firstBoot(database.client, async () => ({ passwordHash: 'x', mustChangePassword: false }));
    tenantId = (await database.accounts.tenants())[0]?.id ?? '';
  });

  const all = { rules: [{ action: 'read', subject: 'all' }] };
  const own = () => ({
    rules: ['Job', 'AuditEvent', 'Webhook'].map((subject) => ({ action: 'manage', subject, conditions: { tenantId } })),
  });
  const tasks = () => database.catalogue.tasks;
  const hosts = () => database.catalogue.hosts;
  const long = new Date(0);
  const queries: Readonly<Record<string, () => Promise<unknown>>> = {
    'tasks by part of a text': () => tasks().search(all, { order: 'updatedAt', search: 'nginx', limit: 50 }),
    'tasks, the newest': () => tasks().search(all, { order: 'updatedAt', limit: 50 }),
    'tasks, the hottest': () => tasks().search(all, { order: 'heat', limit: 50 }),
    'tasks of an application': () => tasks().search(all, { order: 'replicas', application: 'web', limit: 50 }),
    'a task': () => tasks().byId(all, 'id'),
    'hosts by part of a text': () =>
      hosts().search(all, { order: 'hostname', direction: 'asc', search: 'node', limit: 9 }),
    'hosts by name': () => hosts().search(all, { order: 'hostname', direction: 'asc', limit: 100 }),
    'draining hosts': () => hosts().draining(1),
    'jobs of a tenant': () => database.jobs.list(own(), { limit: 50 }),
    'a job’s items': () => database.jobs.items(own(), 1, { limit: 50 }),
    'jobs that are due': () => database.jobQueue.lease('me', 1000, 5),
    'jobs whose worker died': () => database.jobQueue.reap(),
    'jobs that ended': () => database.jobs.removeEndedBefore(long),
    'the audit log of a tenant': () => database.audit.page(own(), {}, { limit: 50 }),
    'the audit log that is too old': () => database.audit.forgetBefore(long),
    'deliveries that are due': () => database.webhooks.take(10, 1000),
    'deliveries of a webhook': () => database.webhooks.deliveries(own(), 1),
    'deliveries that ended': () => database.webhooks.forgetBefore(long),
    'what left the catalogue': () => database.catalogue.forgetBefore(long),
  };

  test.each(Object.keys(queries))('%s: an index is there for every table that grows', async (name) => {
    recorded.statements.splice(0);
    await queries[name]?.();
    const bad: string[] = [];
    for (const { sql, args } of recorded.statements.filter(({ sql: text }) =>
      /^\s*(WITH|SELECT|UPDATE|DELETE)/i.test(text),
    )) {
      const plan = await recorded.explain(sql, args);
      for (const [, table = ''] of plan.matchAll(/Seq Scan on (?:public\.)?"?(\w+)/g)) {
        // A table read whole is fine where all of it is wanted: it is not told by a filter.
        if (growing.includes(table) && /Filter:/.test(plan)) bad.push(`${table}: ${sql.slice(0, 300)}\n${plan}`);
      }
    }
    expect(recorded.statements.length).toBeGreaterThan(0);
    expect(bad).toEqual([]);
  });
});
