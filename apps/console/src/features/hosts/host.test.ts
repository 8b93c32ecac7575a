import { expect, test } from 'vitest';
import { exportPath, filterOf, labelTexts, readLabels } from './host.ts';

const filter = (address: string, clusterId?: number) => {
  const params = new URLSearchParams(address);
  return filterOf((name) => params.get(name) ?? '', clusterId);
};

test('the address says which hosts; what it says of nothing there is narrows nothing', () => {
  expect(filter('q= edge &state=draining&kind=seed&idc=hz&version=2.3.1', 4)).toEqual({
    ...{ search: 'edge', clusterId: 4, kind: 'seed', state: 'draining', idc: 'hz', version: '2.3.1' },
  });
  expect(filter('state=asleep&kind=&q=%20')).toEqual({});
});

test('the file holds the hosts that are shown', () => {
  expect(exportPath(filter('idc=a b&state=left', 2))).toBe('/api/v2/hosts/export?clusterId=2&state=left&idc=a+b');
  expect(exportPath({})).toBe('/api/v2/hosts/export');
});

test('labels are written as name=value and read back; the first that is none is told', () => {
  const labels = { rack: 'a-12', 'team/owner': 'x=y' };
  expect(labelTexts(labels)).toEqual(['rack=a-12', 'team/owner=x=y']);
  expect(readLabels(labelTexts(labels))).toEqual({ labels });
  expect(readLabels(['rack=1', 'no value', '=x'])).toEqual({ bad: 'no value' });
  expect(labelTexts(null)).toEqual([]);
});
