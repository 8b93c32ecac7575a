import { hostId } from '@damselfly/core';
import { expect, test } from 'vitest';
import { chooseHosts, spread } from './choose-hosts.ts';
import type { JobHost } from './job-host.ts';

const host = (name: string, more: Partial<JobHost> = {}): JobHost => ({
  ...{ id: hostId(name), hostname: name, ip: '10.0.0.1', port: 4000, idc: '', diskFreeBytes: 0 },
  ...{ seed: false, shared: true, healthy: true, draining: false, ...more },
});
const names = (hosts: readonly JobHost[]) => hosts.map(({ id }) => id);
const none = { ips: [] };

test('the first hosts lie in different data centres, the emptiest disk first, the unhealthy last', () => {
  const hosts = [
    host('a1', { idc: 'a', diskFreeBytes: 1 }),
    host('a2', { idc: 'A', diskFreeBytes: 9 }),
    host('a3', { idc: 'a', diskFreeBytes: 99, healthy: false }),
    host('b1', { idc: 'b' }),
    host('c1', { idc: 'c' }),
  ];
  expect(names(spread(hosts))).toEqual(['a2', 'b1', 'c1', 'a1', 'a3']);
});

test('ips win over count, count over percentage, percentage is rounded down to at least one', () => {
  const hosts = [1, 2, 3, 4].map((n) => host(`h${n}`, { ip: `10.0.0.${n}` }));
  const choose = (more: object) => names(chooseHosts(hosts, { scope: 'all_peers', ...none, ...more }));
  expect(choose({ ips: ['10.0.0.3'], count: 2, percentage: 100 })).toEqual(['h3']);
  expect(choose({ count: 2, percentage: 100 })).toEqual(['h1', 'h2']);
  expect(choose({ count: 200 })).toHaveLength(4);
  expect(choose({ percentage: 70 })).toEqual(['h1', 'h2']);
  expect(choose({ percentage: 1 })).toEqual(['h1']);
  expect(choose({})).toHaveLength(4);
});

test('a host that is being emptied is chosen when it is named, and not otherwise', () => {
  const hosts = [host('stays', { seed: true }), host('goes', { seed: true, draining: true })];
  for (const scope of ['single_seed_peer', 'all_seed_peers', 'all_peers'] as const)
    expect(names(chooseHosts(hosts, { scope, ...none }))).toEqual(['stays']);
  expect(names(chooseHosts(hosts, { scope: 'all_peers', ...none, hostIds: ['goes'] }))).toEqual(['goes']);
});

test('a host is told from another at the same address by its id, and an unknown id is named', () => {
  const hosts = [host('a'), host('b')];
  expect(names(chooseHosts(hosts, { scope: 'all_peers', ips: ['10.0.0.1'], hostIds: ['b'] }))).toEqual(['b']);
  const choose = () => chooseHosts(hosts, { scope: 'all_peers', ips: [], hostIds: ['c'] });
  expect(choose).toThrow(
    expect.objectContaining({ code: 'notFound', message: expect.stringContaining('host_ids: c') }),
  );
});

test('an unknown ip is named', () => {
  const choose = () => chooseHosts([host('a')], { scope: 'all_peers', ips: ['10.0.0.1', '10.0.0.9'] });
  expect(choose).toThrow(expect.objectContaining({ code: 'notFound', message: expect.stringContaining('10.0.0.9') }));
});

test('seeds that serve nobody are left out of seed scopes, but not when named', () => {
  const hosts = [
    host('good', { seed: true }),
    host('silent', { seed: true, shared: false }),
    host('ill', { seed: true, healthy: false, ip: '10.0.0.2' }),
    host('normal'),
  ];
  expect(names(chooseHosts(hosts, { scope: 'all_seed_peers', ...none }))).toEqual(['good']);
  expect(names(chooseHosts(hosts, { scope: 'single_seed_peer', ips: ['10.0.0.2'], count: 1 }))).toEqual(['good']);
  expect(names(chooseHosts(hosts, { scope: 'all_seed_peers', ips: ['10.0.0.2'] }))).toEqual(['ill']);
  expect(chooseHosts(hosts, { scope: 'all_peers', ...none })).toHaveLength(4);
});

test.each(['single_seed_peer', 'all_seed_peers', 'all_peers'] as const)(
  '%s without such a host is a precondition',
  (scope) =>
    expect(() => chooseHosts(scope === 'all_peers' ? [] : [host('normal')], { scope, ...none })).toThrow(
      expect.objectContaining({ code: 'precondition' }),
    ),
);
