import { expect, test } from 'vitest';
import { copiesOf } from './copies.ts';

const copy = (hostname: string, seed = false) => ({
  ...{ hostId: `h-${hostname}`, hostname, ip: '10.0.0.1', seed, finished: true, contentLength: 3 },
});
const held = (clusterId: number, copies: ReturnType<typeof copy>[]) => ({ taskId: 't', url: '', clusterId, copies });

test('copies of all clusters are one list, seeds first, names as people count', () => {
  const copies = copiesOf({
    tasks: [held(1, [copy('peer-10'), copy('seed-1', true)]), held(2, [copy('peer-2')])],
  });
  expect(copies.map(({ hostname, key }) => [hostname, key])).toEqual([
    ['seed-1', '1 h-seed-1'],
    ['peer-2', '2 h-peer-2'],
    ['peer-10', '1 h-peer-10'],
  ]);
});
