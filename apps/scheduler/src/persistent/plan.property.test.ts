import { type HostId, hostId } from '@damselfly/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Plan, planCopies, type Situation } from './plan.ts';
import type { CopyRecord, HostRecord } from './record.ts';
import { copyRecord, hostRecord, taskRecord } from './testing/records.ts';

const nowMs = 1_000_000;
const contentLength = 1000;
const ids = Array.from({ length: 12 }, (_, n) => `h${n}`);

const anyHost = (id: string) =>
  fc
    .record({
      idc: fc.constantFrom('', 'east', 'EAST', 'west', 'north'),
      diskFreeBytes: fc.constantFrom(0, contentLength - 1, contentLength, 5000, 9000),
      disableShared: fc.boolean(),
      leaving: fc.boolean(),
    })
    .map((facts) => hostRecord(id, facts));

const anyCopy = (n: number) =>
  fc
    .record({
      host: fc.constantFrom(...ids),
      pinned: fc.boolean(),
      state: fc.constantFrom<CopyRecord['state']>(
        'Succeeded',
        'Succeeded',
        'Running',
        'ReceivedNormal',
        'Failed',
        'Uploading',
      ),
      updatedAtMs: fc.constantFrom(nowMs, 0),
    })
    .map(({ host, ...more }) => copyRecord(`p${n}`, host, more));

const anySituation: fc.Arbitrary<Situation> = fc
  .record({
    known: fc.subarray(ids),
    hosts: fc.tuple(...ids.map(anyHost)),
    copies: fc
      .integer({ min: 0, max: 8 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => anyCopy(n)))),
    busy: fc.subarray(ids, { maxLength: 3 }),
    resting: fc.subarray(ids, { maxLength: 4 }),
    wanted: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ known, hosts, copies, busy, resting, wanted }) => ({
    task: taskRecord('t', { wantedReplicas: wanted, contentLength, state: 'Succeeded' }),
    copies,
    hosts: new Map(hosts.filter(({ id }) => known.includes(id)).map((host) => [host.id, host])),
    busy: new Set(busy.map(hostId)),
    resting: new Set(resting.map(hostId)),
    stalledBeforeMs: nowMs - 1,
  }));

/** Written apart from the plan: which hosts count as having a pinned copy, now or soon. */
function having({ copies, hosts, busy, stalledBeforeMs }: Situation): Set<HostId> {
  const there = copies.filter(
    ({ host, pinned, state, updatedAtMs }) =>
      hosts.has(host) &&
      pinned &&
      (state === 'Succeeded' || (['Running', 'ReceivedNormal'].includes(state) && updatedAtMs >= stalledBeforeMs)),
  );
  return new Set([...there.map(({ host }) => host), ...[...busy].filter((host) => hosts.has(host))]);
}

/** Hosts that could have one more: by a pin of what they hold, or by fetching it. */
function able(situation: Situation): { pin: Set<HostId>; fetch: Set<HostId> } {
  const has = having(situation);
  const complete = new Set(situation.copies.flatMap(({ host, state }) => (state === 'Succeeded' ? [host] : [])));
  const willing = [...situation.hosts.values()].filter(
    ({ id, leaving }) => !has.has(id) && !leaving && !situation.resting.has(id),
  );
  const roomy = willing.filter((host) => !host.disableShared && host.diskFreeBytes >= contentLength);
  return {
    pin: new Set(willing.flatMap(({ id }) => (complete.has(id) ? [id] : []))),
    fetch: new Set(roomy.flatMap(({ id }) => (complete.has(id) ? [] : [id]))),
  };
}

const places = ({ pin, fetch }: Plan): HostId[] => [...pin.map(({ host }) => host), ...fetch.map(({ id }) => id)];

const check = (property: (situation: Situation, plan: Plan) => void): void =>
  fc.assert(
    fc.property(anySituation, (situation) => property(situation, planCopies(situation))),
    { numRuns: 2000 },
  );

describe('a plan', () => {
  test('leads to as many copies as are wanted, or as there are hosts that can take one', () => {
    check((situation, plan) => {
      const has = having(situation).size;
      const { pin, fetch } = able(situation);
      const missing = Math.max(0, situation.task.wantedReplicas - has);
      expect(places(plan)).toHaveLength(Math.min(missing, pin.size + fetch.size));
    });
  });

  test('never gives a host a second copy, and asks each host for one thing', () => {
    check((situation, plan) => {
      const asked = places(plan);
      expect(new Set(asked).size).toBe(asked.length);
      for (const host of asked) expect(having(situation).has(host)).toBe(false);
    });
  });

  test('asks only hosts that are there, awake, and have room', () => {
    check((situation, plan) => {
      const { pin, fetch } = able(situation);
      for (const copy of plan.pin) expect(pin.has(copy.host) && copy.state === 'Succeeded').toBe(true);
      for (const host of plan.fetch) expect(fetch.has(host.id)).toBe(true);
    });
  });

  test('moves no bytes while a complete copy can be pinned', () => {
    check((situation, plan) => {
      if (plan.fetch.length > 0) expect(plan.pin).toHaveLength(able(situation).pin.size);
    });
  });

  test('spreads: no IDC gets a fetched copy while another that could take it has fewer by two', () => {
    check((situation, plan) => {
      const idc = (host: HostRecord | undefined) => host?.idc.toLowerCase() ?? '';
      const count = new Map<string, number>();
      const add = (id: HostId) => {
        const at = idc(situation.hosts.get(id));
        count.set(at, (count.get(at) ?? 0) + 1);
      };
      for (const id of having(situation)) add(id);
      for (const { host } of plan.pin) add(host);
      const left = able(situation).fetch;
      for (const host of plan.fetch) {
        const options = [...left].map((id) => count.get(idc(situation.hosts.get(id))) ?? 0);
        expect(count.get(idc(host)) ?? 0).toBe(Math.min(...options));
        add(host.id);
        left.delete(host.id);
      }
    });
  });

  test('that was carried out leaves nothing to do', () => {
    check((situation, plan) => {
      const pinned = situation.copies.map((copy) => (plan.pin.includes(copy) ? { ...copy, pinned: true } : copy));
      const fetched = plan.fetch.map(({ id }, n) => copyRecord(`new-${n}`, id));
      const next = planCopies({ ...situation, copies: [...pinned, ...fetched] });
      expect(places(next)).toEqual([]);
    });
  });
});
