import { beforeEach, describe, expect, test } from 'vitest';
import { type ConsoleFixture, client, startFixture } from '../../../testing/console-fixture.ts';
import { systemAuthor } from './author.ts';

const everything = { rules: [{ action: 'read', subject: 'all' }] } as const;

describe('the audit log', () => {
  let fixture: ConsoleFixture;
  beforeEach(async () => {
    fixture = await startFixture();
  });
  const audit = () => fixture.services.audit;

  test('says who did what from where, with what changed and without secrets', async () => {
    const root = await fixture.viewer('root', { ...client, requestId: 'req-1' });
    await audit().record(root, {
      action: 'update',
      target: { kind: 'Webhook', id: 3, name: 'hook' },
      before: { url: 'http://a', secret: 'hunter2' },
      after: { url: 'http://b', headers: { authorization: 'hunter2' } },
    });
    const { items } = await audit().search(everything, { limit: 1 });
    expect(items).toMatchObject([
      {
        ...{ actorKind: 'user', actorName: 'root', tenantId: root.tenant.id, ip: client.ip, requestId: 'req-1' },
        ...{ action: 'update', targetKind: 'Webhook', targetId: '3', targetName: 'hook', outcome: 'success' },
        before: { url: 'http://a', secret: '[secret]' },
        after: { url: 'http://b', headers: { authorization: '[secret]' } },
      },
    ]);
    expect(JSON.stringify(items, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))).not.toContain('hunter2');
  });

  test('is read in pages that leave nothing out', async () => {
    for (let n = 0; n < 7; n += 1) await audit().record(systemAuthor, { action: `a${n}` });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await audit().search(everything, { limit: 3, cursor });
      seen.push(...page.items.map(({ action }) => action));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['a6', 'a5', 'a4', 'a3', 'a2', 'a1', 'a0']);
  });

  test('verifies, also after its oldest part was forgotten', async () => {
    for (let n = 0; n < 5; n += 1) await audit().record(systemAuthor, { action: 'x', after: { n, z: 1, a: [n / 3] } });
    expect(await audit().verify()).toEqual({ intact: true, checked: 5 });
    await fixture.database.client.auditEvent.updateMany({ where: { id: { lte: 2 } }, data: { at: new Date(0) } });
    await audit().forgetBefore(new Date(1));
    expect(await audit().verify()).toEqual({ intact: true, checked: 3 });
    await audit().record(systemAuthor, { action: 'y' });
    expect(await audit().verify()).toEqual({ intact: true, checked: 4 });
  });

  test.each([
    [
      'a changed field',
      (db: ConsoleFixture['database']['client']) =>
        db.auditEvent.update({ where: { id: 2 }, data: { actorName: 'else' } }),
    ],
    [
      'a changed value',
      (db: ConsoleFixture['database']['client']) =>
        db.auditEvent.update({ where: { id: 2 }, data: { after: { n: 9 } } }),
    ],
    ['a missing line', (db: ConsoleFixture['database']['client']) => db.auditEvent.delete({ where: { id: 2 } })],
    [
      'a missing end',
      (db: ConsoleFixture['database']['client']) => db.auditEvent.deleteMany({ where: { id: { gte: 4 } } }),
    ],
    [
      'an added line',
      (db: ConsoleFixture['database']['client']) =>
        db.auditEvent.create({ data: { id: 99, actorName: 'x', action: 'x', outcome: 'success', ip: '' } }),
    ],
  ] as const)('shows %s', async (_, change) => {
    for (let n = 0; n < 4; n += 1) await audit().record(systemAuthor, { action: 'x', after: { n } });
    await change(fixture.database.client);
    expect((await audit().verify()).intact).toBe(false);
  });

  test('is exported whole, as CSV and as lines of JSON', async () => {
    for (let n = 0; n < 3; n += 1) await audit().record(systemAuthor, { action: `a${n}` });
    const { text: lines, nextCursor } = await audit().exportPart(everything, { format: 'json-lines' });
    expect(lines.match(/"action":"a\d"/g)).toEqual(['"action":"a2"', '"action":"a1"', '"action":"a0"']);
    expect(nextCursor).toBeUndefined();
    const { text: csv } = await audit().exportPart(everything, { format: 'csv', action: 'a1' });
    expect(csv.split('\r\n')).toEqual([expect.stringMatching(/^id,at,/), expect.stringMatching(/,a1,/), '']);
  });

  test('whom nobody lets read it reads nothing', async () => {
    await audit().record(systemAuthor, { action: 'x' });
    expect(await audit().search({ rules: [] }, { limit: 10 })).toEqual({ items: [] });
    expect(await audit().exportPart({ rules: [] }, { format: 'json-lines' })).toEqual({ text: '' });
  });
});
