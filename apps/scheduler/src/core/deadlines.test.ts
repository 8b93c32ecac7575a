import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Deadlines } from './deadlines.ts';

const alarmed = (name: number) => ({ name, alarmAtMs: Number.POSITIVE_INFINITY });

test('owners come due in the order of their earliest wish, once each, however often they were armed and disarmed', () => {
  const wishes = fc.array(fc.tuple(fc.nat(19), fc.nat(1000), fc.boolean()), { maxLength: 200 });
  fc.assert(
    fc.property(wishes, (armings) => {
      const deadlines = new Deadlines<ReturnType<typeof alarmed>>();
      const owners = Array.from({ length: 20 }, (_, name) => alarmed(name));
      const expected = new Map<number, number>();
      for (const [name, atMs, disarm] of armings) {
        const owner = owners[name] ?? alarmed(name);
        if (disarm) deadlines.disarm(owner);
        else deadlines.arm(owner, atMs);
        if (disarm) expected.delete(name);
        else expected.set(name, Math.min(atMs, expected.get(name) ?? Number.POSITIVE_INFINITY));
      }
      const due: [number, number][] = [];
      for (let nowMs = 0; nowMs <= 1000; nowMs += 1) {
        for (let owner = deadlines.due(nowMs); owner !== undefined; owner = deadlines.due(nowMs))
          due.push([owner.name, nowMs]);
      }
      expect(new Map(due)).toEqual(expected);
      expect(due).toHaveLength(expected.size);
    }),
  );
});

test('alarms that were taken back do not pile up, and the others survive the sweep', () => {
  const deadlines = new Deadlines<ReturnType<typeof alarmed>>();
  const kept = Array.from({ length: 500 }, (_, n) => alarmed(n));
  for (const [n, owner] of kept.entries()) deadlines.arm(owner, 1_000_000 - n);
  for (let n = 0; n < 50_000; n += 1) {
    const gone = alarmed(n);
    deadlines.arm(gone, n);
    deadlines.disarm(gone);
  }
  expect(deadlines.size).toBeLessThan(2000);
  const due = Array.from({ length: 500 }, () => deadlines.due(1_000_000)?.name);
  expect(due).toEqual(Array.from({ length: 500 }, (_, n) => 499 - n));
  expect(deadlines.due(1e9)).toBeUndefined();
});
