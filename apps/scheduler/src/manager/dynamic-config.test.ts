import { manager } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { readDynamicConfig } from './dynamic-config.ts';
import { defaultDynamicConfig } from './port.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const scheduler = (config: unknown, change: { client?: unknown; seedClient?: unknown; seedPeer?: unknown } = {}) =>
  manager.Scheduler.create({
    schedulerCluster: {
      config: bytes(config),
      clientConfig: bytes(change.client ?? {}),
      ...(change.seedClient !== undefined && { seedClientConfig: bytes(change.seedClient) }),
    },
    seedPeers: change.seedPeer === undefined ? [] : [{ seedPeerCluster: { config: bytes(change.seedPeer) } }],
  });

test('limits come from the cluster, those of seed peers from their cluster first', () => {
  const config = { candidate_parent_limit: 4, filter_parent_limit: 40, job_rate_limit: 10, later: true };
  const change = { client: { load_limit: 50, block_list: {} }, seedClient: { load_limit: 7 } };
  expect(readDynamicConfig(scheduler(config, change), [])).toEqual({
    ...{ candidateParentLimit: 4, filterParentLimit: 40, peerLoadLimit: 50, seedPeerLoadLimit: 7, applications: [] },
    drainingHosts: [],
  });
  expect(readDynamicConfig(scheduler(config, { ...change, seedPeer: { load_limit: 9 } }), []).seedPeerLoadLimit).toBe(
    9,
  );
});

test('the hosts that are being emptied come with the cluster', () => {
  expect(readDynamicConfig(scheduler({ draining_hosts: ['h1', 'h2'] }), []).drainingHosts).toEqual(['h1', 'h2']);
  expect(() => readDynamicConfig(scheduler({ draining_hosts: [''] }), [])).toThrow(/config.*draining_hosts/);
});

test('what a manager leaves out has its default', () => {
  expect(readDynamicConfig(manager.Scheduler.create(), [])).toEqual(defaultDynamicConfig);
  expect(readDynamicConfig(scheduler(null), [])).toEqual(defaultDynamicConfig);
});

test('a value out of range is refused by name, and so is what is no JSON', () => {
  expect(() => readDynamicConfig(scheduler({ candidate_parent_limit: 21 }), [])).toThrow(
    /config.*candidate_parent_limit/,
  );
  const broken = manager.Scheduler.create({ schedulerCluster: { config: Buffer.from('{') } });
  expect(() => readDynamicConfig(broken, [])).toThrow(/config is no JSON/);
});

test('applications bring their priorities; an unknown level means nothing', () => {
  const priority = { value: 3 as const, urls: [{ regex: 'model', value: 1 as const }] };
  const application = manager.Application.create({ name: 'train', url: 'http://o', priority });
  const odd = { ...manager.Application.create({ name: 'odd' }), priority: { value: -1 as const, urls: [] } };
  expect(readDynamicConfig(manager.Scheduler.create(), [application, odd]).applications).toEqual([
    { name: 'train', url: 'http://o', priority: { value: 3, urls: [{ regex: 'model', value: 1 }] } },
    { name: 'odd', url: '', priority: { value: 0, urls: [] } },
  ]);
});
