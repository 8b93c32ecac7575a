import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../create-database.ts';
import { testDatabase } from '../testing.ts';

let database: Database;
beforeEach(async () => {
  database = await testDatabase();
});

const everything = { rules: [{ action: 'read', subject: 'all' }] };
const event = (name: string, hour = 0, tenantId: string | null = null) => ({
  at: new Date(Date.UTC(2026, 0, 1, hour)),
  tenantId,
  ...({ actorKind: 'user', actorUserId: null, actorName: name, action: 'update', outcome: 'success' } as const),
  ...{ targetKind: 'Job', targetId: '7', targetName: '50%_done', ip: '::1', userAgent: '', requestId: 'r' },
  before: null,
  after: { b: 1, a: [1.5, null, 'x'] },
});
const next = (previous: string) => createHash('sha256').update(previous).digest('hex');
const append = (name: string, hour?: number, tenantId?: string) =>
  database.audit.append(event(name, hour, tenantId), next);
const names = async (filter = {}, page: { beforeId?: bigint; limit: number } = { limit: 10 }) =>
  (await database.audit.page(everything, filter, page)).map(({ actorName }) => actorName);

test('many writers at once make one chain', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, n) => append(`u${n}`)));
  const events = await database.audit.inOrder(0n, 100);
  let hash = '';
  for (const one of events) {
    hash = next(hash);
    expect(one.hash).toBe(hash);
  }
  expect(events).toHaveLength(20);
  expect(await database.audit.chain()).toMatchObject({ headHash: hash, headId: events.at(-1)?.id, anchorId: 0n });
});

test('pages go from the newest to the oldest, and hold what the filter and the reader leave', async () => {
  const { id: ours } = await database.client.tenant.create({ data: { slug: 'ours', name: 'Ours' } });
  await append('a', 1);
  await append('b', 2, ours);
  await append('c', 3);
  expect(await names()).toEqual(['c', 'b', 'a']);
  const [, second] = await database.audit.page(everything, {}, { limit: 2 });
  expect(await names({}, { limit: 2, ...(second && { beforeId: second.id }) })).toEqual(['a']);
  expect(await names({ from: new Date(Date.UTC(2026, 0, 1, 2)), to: new Date(Date.UTC(2026, 0, 1, 3)) })).toEqual([
    'b',
  ]);
  expect(await names({ text: '%_D' })).toEqual(['c', 'b', 'a']);
  expect(await names({ text: '5_%' })).toEqual([]);
  expect(await names({ action: 'delete' })).toEqual([]);
  const reader = { rules: [{ action: 'read', subject: 'AuditEvent', conditions: { tenantId: ours } }] };
  expect(await database.audit.page(reader, {}, { limit: 10 })).toMatchObject([{ actorName: 'b', after: { b: 1 } }]);
  expect(await database.audit.page({ rules: [] }, {}, { limit: 10 })).toEqual([]);
});

test('forgetting takes the oldest only, and remembers where the chain goes on', async () => {
  for (const [name, hour] of [
    ['a', 1],
    ['b', 5],
    ['late', 2],
    ['c', 6],
  ] as const)
    await append(name, hour);
  expect(await database.audit.forgetBefore(new Date(Date.UTC(2026, 0, 1, 3)))).toBe(1);
  expect(await names()).toEqual(['c', 'late', 'b']);
  expect((await database.audit.chain()).anchorHash).toBe(next(''));
  expect(await database.audit.forgetBefore(new Date(Date.UTC(2027, 0, 1)))).toBe(3);
  const { anchorHash, headHash } = await database.audit.chain();
  expect(anchorHash).toBe(headHash);
  await append('d', 7);
  expect((await database.audit.inOrder(0n, 10)).map(({ hash }) => hash)).toEqual([next(headHash)]);
});
