import { describe, expect, test } from 'vitest';
import { emptyCluster } from './cluster-fixture.ts';
import { explainScore, type PeerPlace, rankClusters, scoreCluster } from './search.ts';
import type { ClusterScopes } from './stores.ts';

const peer: PeerPlace = { hostname: 'gpu-17.rack', ip: '10.1.2.3', idc: 'fra1', location: 'eu|de|he|fra' };
const cluster = (scopes: Partial<ClusterScopes>, change: { id?: number; isDefault?: boolean } = {}) =>
  emptyCluster(change.id ?? 1, {
    isDefault: change.isDefault ?? false,
    scopes: { idc: '', location: '', cidrs: [], hostnames: [], ...scopes },
  });

describe('the score of a cluster', () => {
  test.each<[string, Partial<ClusterScopes>, number, Partial<PeerPlace>?]>([
    ['nothing said', {}, 0],
    ['address inside a CIDR', { cidrs: ['192.168.0.0/16', '10.1.0.0/16'] }, 0.3],
    ['IPv4 written as IPv6', { cidrs: ['10.1.0.0/16'] }, 0.3, { ip: '::ffff:10.1.2.3' }],
    ['IPv6 inside a CIDR', { cidrs: ['2001:db8::/32'] }, 0.3, { ip: '2001:db8::9' }],
    ['address outside every CIDR', { cidrs: ['10.2.0.0/16', '2001:db8::/32'] }, 0],
    ['a CIDR that is none beside a good one', { cidrs: ['10.1.0.0/99', 'x', '10.1.0.0', '10.1.2.0/24'] }, 0.3],
    ['host name matches anywhere', { hostnames: ['^web', 'gpu-\\d+'] }, 0.3],
    ['host name whatever the case, as Go writes it', { hostnames: ['(?i)^GPU'] }, 0.3],
    ['host name does not match', { hostnames: ['^17', '('] }, 0],
    ['same IDC whatever the case', { idc: 'FRA1' }, 0.25],
    ['one of several IDCs', { idc: 'ams1|fra1' }, 0.25],
    ['another IDC', { idc: 'fra' }, 0],
    ['the peer names no IDC', { idc: 'fra1' }, 0, { idc: '' }],
    ['same location', { location: 'EU|DE|he|fra' }, 0.14],
    ['two leading elements in common', { location: 'eu|de|by|muc' }, 0.14 * 0.4],
    ['cluster says less', { location: 'eu' }, 0.14 * 0.2],
    ['first element differs', { location: 'us|de|he|fra' }, 0],
    ['five elements at most', { location: 'a|b|c|d|e|f' }, 0.14, { location: 'a|b|c|d|e|g' }],
    ['everything', { cidrs: ['10.0.0.0/8'], hostnames: ['gpu'], idc: 'fra1', location: 'eu|de|he|fra' }, 0.99],
  ])('%s', (_, scopes, expected, change = {}) => {
    expect(scoreCluster(cluster(scopes), { ...peer, ...change })).toBeCloseTo(expected, 10);
  });

  test('is a hundredth more for a default cluster', () => {
    expect(scoreCluster(cluster({}, { isDefault: true }), peer)).toBeCloseTo(0.01, 10);
  });
});

describe('the ranking', () => {
  const byIdc = cluster({ idc: 'fra1' }, { id: 3 });
  const byCidr = cluster({ cidrs: ['10.0.0.0/8'] }, { id: 4 });
  const foreign = cluster({ idc: 'sfo1' }, { id: 1 });
  const plain = cluster({}, { id: 2 });
  const usual = cluster({}, { id: 5, isDefault: true });
  const all = [foreign, plain, byIdc, byCidr, usual];

  test('puts the best first and leaves none out', () => {
    expect(rankClusters(all, peer, { strict: false }).map(({ id }) => id)).toEqual([4, 3, 5, 1, 2]);
  });
  test('when strict, leaves out what is meant for others', () => {
    expect(rankClusters(all, peer, { strict: true }).map(({ id }) => id)).toEqual([4, 3, 5, 2]);
  });
});

test('an explanation adds up to the score and names what matched', () => {
  const one = cluster({ idc: 'fra1|ams1', cidrs: ['10.1.0.0/16'], hostnames: ['^cpu', '^gpu-'], location: 'eu|fr' });
  const { score, parts } = explainScore(one, peer);
  expect(score).toBeCloseTo(scoreCluster(one, peer));
  expect(parts).toEqual([
    { part: 'cidr', weight: 0.3, match: 1, matched: '10.1.0.0/16' },
    { part: 'hostname', weight: 0.3, match: 1, matched: '^gpu-' },
    { part: 'idc', weight: 0.25, match: 1, matched: 'fra1|ams1' },
    { part: 'location', weight: 0.14, match: 0.2, matched: 'eu|fr' },
    { part: 'default', weight: 0.01, match: 0, matched: '' },
  ]);
});
