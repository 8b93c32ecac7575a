import { applyEvent, hostId, peerId } from '@damselfly/core';
import { expect, test } from 'vitest';
import { createSwarmMaps } from '../domain/clusters/swarm-map.ts';
import { downloadsByHost, tasksOn } from './host-traffic.ts';
import { graphOf, host, onlyCluster, startHub, summary, t } from './testing/hub-fixture.ts';

const flows = (to: string, rateBps: number) => ({
  ...{ atMs: 1, moreFlows: 2, moreBps: 10 },
  flows: [{ from: null, to: hostId(to), task: t, rateBps }],
});
const reader = {} as Parameters<ReturnType<typeof createSwarmMaps>['ofCluster']>[0];

test('flows of all schedulers of a cluster come together, and go with their scheduler', () => {
  const { hub, connect } = startHub();
  const one = connect();
  one.feed.flows(flows('a', 5));
  connect({ ip: '10.0.0.2' }).feed.flows(flows('b', 7));
  connect({ ip: '10.0.0.3', clusterId: 2 }).feed.flows(flows('c', 9));
  expect(hub.flows(1)).toMatchObject({ flows: [{ to: 'a' }, { to: 'b' }], moreFlows: 4, moreBps: 20 });
  expect(hub.seenBy(onlyCluster(1)).flows(2).flows).toEqual([]);
  one.feed.lost();
  expect(hub.flows(1).flows.map(({ to }) => to)).toEqual(['b']);
});

test('downloads under way are told by host, with the mean of their progress', () => {
  const graph = { ...graphOf('a', 'b'), facts: { ...summary('t').facts, contentLength: 100 } };
  for (const peer of ['a', 'b']) {
    applyEvent(graph, { kind: 'peerStateChanged', peer: peerId(peer), state: 'downloading', reason: '', atMs: 2 });
  }
  applyEvent(graph, {
    ...{ kind: 'piecesFinished', peer: peerId('a'), parent: null, pieces: 1, bytes: 40, costMs: 1, atMs: 3 },
  });
  expect(downloadsByHost([graph, graphOf('c')])).toEqual(
    new Map([
      [hostId('h-a'), { running: 1, progress: 0.4 }],
      [hostId('h-b'), { running: 1, progress: 0 }],
    ]),
  );
});

test('the parts of one host in its tasks are told, the last joined first', () => {
  const early = { ...graphOf('a', 'b'), task: t };
  const late = graphOf('b');
  applyEvent(late, {
    ...{ kind: 'peerJoined', peer: peerId('again'), host: hostId('h-b'), hostname: 'b', idc: '' },
    ...{ peerKind: 'normal', atMs: 90 },
  });
  expect(tasksOn([early, late], hostId('h-b')).map(({ joinedAtMs, state }) => [joinedAtMs, state])).toEqual([
    [90, 'waiting'],
    [expect.any(Number), 'waiting'],
    [expect.any(Number), 'waiting'],
  ]);
  expect(tasksOn([early], hostId('h-nobody'))).toEqual([]);
});

test('a map shows hosts of its cluster, seeds first, and refuses who may not see it', async () => {
  const { hub, connect } = startHub();
  connect().feed.hosts({ announced: [host('idle'), host('s', 'seed'), host('busy')], left: [], full: true });
  connect({ ip: '10.0.0.2', clusterId: 2 }).feed.hosts({ announced: [host('other')], left: [], full: true });
  hub.close();
  const maps = createSwarmMaps({ live: async () => hub, check: async () => undefined });
  const { hosts, hostsByIdc } = await maps.ofCluster(reader, 1);
  expect(hosts.map(({ id }) => id)).toEqual(['s', 'busy', 'idle']);
  expect(hostsByIdc).toEqual({ '': 3 });
  const closed = createSwarmMaps({ live: async () => hub, check: () => Promise.reject(new Error('not yours')) });
  await expect(closed.ofCluster(reader, 1)).rejects.toThrow('not yours');
});

test('a flow of a task that a reader may not see is on the map without its name', async () => {
  const { hub, connect, tell } = startHub();
  const { feed } = connect();
  tell(feed, summary('t'));
  feed.hosts({ announced: [host('a')], left: [], full: true });
  const unknown = flows('a', 3).flows.map((flow) => ({ ...flow, task: summary('u').task }));
  feed.flows({ ...flows('a', 5), flows: [...flows('a', 5).flows, ...unknown] });
  const maps = createSwarmMaps({ live: async () => hub, check: async () => undefined });
  const { flows: told } = await maps.ofCluster(reader, 1);
  expect(told.flows.map(({ task, rateBps }) => [task, rateBps])).toEqual([
    ['t', 5],
    [undefined, 3],
  ]);
});
