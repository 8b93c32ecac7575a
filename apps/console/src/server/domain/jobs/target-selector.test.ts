import { expect, test } from 'vitest';
import { type SelectableHost, selectHosts, targetSelector } from './target-selector.ts';

const host = (id: string, more: Partial<SelectableHost> = {}): SelectableHost => ({
  ...{ id, hostname: id, ip: '10.0.0.1', seed: false, idc: '', location: '', diskFreeBytes: 0, labels: {} },
  ...more,
});
const chosen = (hosts: readonly SelectableHost[], selector: object) =>
  selectHosts(hosts, targetSelector.parse(selector)).map(({ id }) => id);

const hosts = [
  host('a1', { idc: 'a', location: 'eu|de|berlin', diskFreeBytes: 1, labels: { rack: 'r1' } }),
  host('a2', { idc: 'A', location: 'eu|fr', diskFreeBytes: 9, ip: '10.0.1.1' }),
  host('b1', { idc: 'b', location: 'us', ip: 'fd00::1', labels: { rack: 'r1', pool: 'x' } }),
];

test('every part that is given must hold, and of a list any one', () => {
  expect(chosen(hosts, { idcs: ['a'] })).toEqual(['a2', 'a1']);
  expect(chosen(hosts, { locations: ['EU|de'] })).toEqual(['a1']);
  expect(chosen(hosts, { cidrs: ['10.0.1.0/24', 'fd00::/8'] })).toEqual(['a2', 'b1']);
  expect(chosen(hosts, { labels: { rack: 'r1' }, idcs: ['b'] })).toEqual(['b1']);
  expect(chosen(hosts, { hostnames: ['A1', 'b1'], labels: { pool: 'x' } })).toEqual(['b1']);
  expect(chosen(hosts, { idcs: ['c'] })).toEqual([]);
});

test('the first ones lie in different data centres, unless the emptiest disks are wanted', () => {
  expect(chosen(hosts, { count: 2 })).toEqual(['a2', 'b1']);
  expect(chosen(hosts, { count: 2, spread: false })).toEqual(['a2', 'a1']);
});

test('count wins over percentage, which is rounded down to at least one', () => {
  expect(chosen(hosts, { count: 1, percentage: 100 })).toHaveLength(1);
  expect(chosen(hosts, { percentage: 70 })).toHaveLength(2);
  expect(chosen(hosts, { percentage: 1 })).toHaveLength(1);
});

test('an unknown part and a wrong network are refused with the name of the field', () => {
  expect(targetSelector.safeParse({ rack: 'r1' }).error?.issues[0]?.message).toMatch(/rack/);
  expect(targetSelector.safeParse({ cidrs: ['10.0.0.0/33'] }).error?.issues[0]?.path).toEqual(['cidrs', 0]);
});
