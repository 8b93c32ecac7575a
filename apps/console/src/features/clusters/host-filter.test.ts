import { hostId } from '@damselfly/core';
import { expect, test } from 'vitest';
import type { ClusterHost } from './cluster.ts';
import { filterHosts } from './host-filter.ts';

const host = (hostname: string, change: Partial<ClusterHost> = {}): ClusterHost => ({
  id: hostId(hostname),
  schedulerClusterId: 1,
  hostname,
  ip: '10.0.0.1',
  port: 4000,
  idc: '',
  location: '',
  kind: 'normal',
  os: 'linux',
  version: '',
  uploadLimit: 50,
  uploads: 0,
  maxTxBps: 0,
  txBps: 0,
  diskTotalBytes: 0,
  diskFreeBytes: 0,
  cpuPercent: 0,
  memoryUsedPercent: 0,
  announcedAtMs: 0,
  stale: false,
  ...change,
});
const names = (hosts: readonly ClusterHost[]) => hosts.map(({ hostname }) => hostname);

test('the busiest stand first, equals by name and number', () => {
  const hosts = [host('peer-10'), host('peer-2'), host('busy', { uploads: 3 })];
  expect(names(filterHosts(hosts, ''))).toEqual(['busy', 'peer-2', 'peer-10']);
});

test('the text may stand in the name, address, IDC, location or version, whatever the case', () => {
  const hosts = [host('a', { idc: 'HZ-1' }), host('b', { ip: '10.9.9.9' }), host('c', { version: '2.3.1' }), host('D')];
  expect(names(filterHosts(hosts, ' hz '))).toEqual(['a']);
  expect(names(filterHosts(hosts, '9.9'))).toEqual(['b']);
  expect(names(filterHosts(hosts, '2.3'))).toEqual(['c']);
  expect(names(filterHosts(hosts, 'd'))).toEqual(['D']);
});
