import { expect, test } from 'vitest';
import { createGc } from './gc.ts';

const dayMs = 24 * 3600e3;
const viewer = (tenantId: string | null) =>
  ({ rules: [{ action: 'manage', subject: 'Setting', conditions: { tenantId } }] }) as never;

function start() {
  const kept = new Map<string, unknown>();
  const swept: string[] = [];
  let nowMs = 1000 * dayMs;
  const sweepOf = (kind: string) => async (before: Date, tenantId?: string) => {
    swept.push(`${kind} ${(nowMs - before.getTime()) / dayMs} ${tenantId ?? ''}`.trim());
    return 3;
  };
  const gc = createGc({
    settings: { read: async (name) => kept.get(name), write: async (name, value) => void kept.set(name, value) },
    sweeps: {
      ...{ audit: sweepOf('audit'), job: sweepOf('job'), delivery: sweepOf('delivery') },
      ...{ catalogue: sweepOf('catalogue'), member: sweepOf('member') },
    },
    audit: { record: async () => undefined },
    now: () => nowMs,
  });
  return { gc, swept, pass: (ms: number) => (nowMs += ms) };
}

test('everything is swept once a period, and what it removed is told', async () => {
  const { gc, swept, pass } = start();
  expect(await gc.runDue()).toEqual({ audit: 3, job: 3, delivery: 3, catalogue: 3, member: 3 });
  expect(swept).toEqual(['audit 90', 'job 30', 'delivery 7', 'catalogue 30', 'member 7']);
  expect(await gc.runDue()).toEqual({});
  pass(3600e3);
  expect(Object.keys(await gc.runDue())).toHaveLength(5);
  expect((await gc.list())[1]).toMatchObject({ kind: 'job', lastRemoved: 3 });
});

test('periods that somebody set hold at once, for the clock and for who asks', async () => {
  const { gc, swept, pass } = start();
  await gc.runDue();
  swept.length = 0;
  await gc.set(viewer(null), 'job', { keepMs: dayMs, everyMs: 60_000 });
  pass(60_000);
  expect(await gc.runDue()).toEqual({ job: 3 });
  expect(await gc.run('job', 'ours')).toBe(3);
  expect(swept).toEqual(['job 1', 'job 1 ours']);
});

test('the administrator of a tenant does not set the periods of all', async () => {
  const { gc } = start();
  await expect(gc.set(viewer('ours'), 'job', { keepMs: dayMs, everyMs: 60_000 })).rejects.toMatchObject({
    code: 'forbidden',
  });
});
