import {
  applyBatch,
  type DagEvent,
  emptyTaskGraph,
  type Flow,
  type HostFacts,
  hostId,
  type PeerId,
  peerId,
  rateNow,
  type TaskFacts,
  type TaskSummary,
  taskId,
} from '@damselfly/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as wire from './gen/damselfly/topology/v1/topology.ts';
import {
  decodeBatch,
  decodeEvent,
  decodeSnapshot,
  decodeSummary,
  encodeBatch,
  encodeEvent,
  encodeSnapshot,
  encodeSummary,
} from './topology-codec.ts';
import { decodeHost, encodeHost } from './topology-host-codec.ts';

const long = fc.maxSafeNat();
const uint = fc.nat({ max: 2 ** 32 - 1 });
const name = fc.string({ unit: 'grapheme', maxLength: 40 });
const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const peer: fc.Arbitrary<PeerId> = id.map(peerId);
const parent = fc.option(peer, { nil: null });
const peerKind = fc.constantFrom('normal' as const, 'seed' as const);
const peerState = fc.constantFrom(
  'waiting' as const,
  'downloading' as const,
  'backToSource' as const,
  'succeeded' as const,
  'failed' as const,
);
const facts = fc.record(
  {
    url: name,
    application: name,
    tag: name,
    digest: name,
    contentLength: long,
    pieceLength: long,
    totalPieces: uint,
    state: fc.constantFrom('pending' as const, 'running' as const, 'succeeded' as const, 'failed' as const),
    createdAtMs: long,
  },
  { requiredKeys: ['url', 'application', 'tag', 'digest', 'state', 'createdAtMs'] },
) as fc.Arbitrary<TaskFacts>;
const pieceFailed = { kind: fc.constant('pieceFailed' as const), peer, parent, reason: name, atMs: long };
const event: fc.Arbitrary<DagEvent> = fc.oneof(
  fc.record({ kind: fc.constant('taskChanged' as const), task: facts, atMs: long }),
  fc.record({
    kind: fc.constant('peerJoined' as const),
    peer,
    host: id.map(hostId),
    hostname: name,
    idc: name,
    peerKind,
    atMs: long,
  }),
  fc.record({ kind: fc.constant('peerStateChanged' as const), peer, state: peerState, reason: name, atMs: long }),
  fc.record({
    kind: fc.constant('parentsChanged' as const),
    peer,
    parents: fc.array(peer, { maxLength: 6 }),
    atMs: long,
  }),
  fc.record({
    kind: fc.constant('piecesFinished' as const),
    peer,
    parent,
    pieces: uint,
    bytes: long,
    costMs: long,
    atMs: long,
  }),
  fc.record(pieceFailed),
  fc.record({ ...pieceFailed, piece: uint }),
  fc.record({ kind: fc.constant('peerLeft' as const), peer, atMs: long }),
);
const counts = fc.record({ waiting: uint, downloading: uint, backToSource: uint, succeeded: uint, failed: uint });
const summary: fc.Arbitrary<TaskSummary> = fc.record({
  task: id.map(taskId),
  facts,
  peersByState: counts,
  seeds: uint,
  bytesFromSource: long,
  bytesFromPeers: long,
  updatedAtMs: long,
});
const percent = fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value + 0);
const port = fc.nat({ max: 65535 });
const hostFacts: fc.Arbitrary<HostFacts> = fc.record({
  id: id.map(hostId),
  hostname: name,
  ip: name,
  port,
  idc: name,
  location: name,
  kind: peerKind,
  concurrentUploadLimit: uint,
  concurrentUploadCount: uint,
  os: name,
  version: name,
  details: fc.record({
    downloadPort: port,
    platform: name,
    platformFamily: name,
    platformVersion: name,
    kernelVersion: name,
    gitCommit: name,
    buildPlatform: name,
  }),
  disableShared: fc.boolean(),
  proxyPort: port,
  maxTxBps: long,
  txBps: long,
  diskTotalBytes: long,
  diskFreeBytes: long,
  cpuPercent: percent,
  memoryUsedPercent: percent,
  announcedAtMs: long,
});

test('every event survives the wire', () => {
  fc.assert(
    fc.property(event, (sent) => {
      const bytes = wire.DagEvent.encode(encodeEvent(sent)).finish();
      expect(decodeEvent(wire.DagEvent.decode(bytes))).toEqual(sent);
    }),
  );
});

test('every batch survives the wire', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), fc.nat(), long, (events, offset, atMs) => {
      const batch = {
        task: taskId('t'),
        firstSeq: offset + 1,
        lastSeq: offset + Math.max(1, events.length),
        atMs,
        events,
      };
      const bytes = wire.EventBatch.encode(encodeBatch(batch)).finish();
      expect(decodeBatch(wire.EventBatch.decode(bytes))).toEqual(batch);
    }),
  );
});

test('every summary and every host survives the wire', () => {
  fc.assert(
    fc.property(summary, hostFacts, (task, host) => {
      const taskBytes = wire.TaskSummary.encode(encodeSummary(task)).finish();
      expect(decodeSummary(wire.TaskSummary.decode(taskBytes))).toEqual(task);
      const hostBytes = wire.TopologyHost.encode(encodeHost(host)).finish();
      expect(decodeHost(wire.TopologyHost.decode(hostBytes))).toEqual(host);
    }),
  );
});

test('a graph rebuilt from a snapshot equals the graph moved by events, failed pieces and former parents with it', () => {
  const few = fc.constantFrom(peerId('a'), peerId('b'), peerId('c'));
  const renamed = fc.tuple(event, few, fc.array(few, { maxLength: 2 }), fc.option(few, { nil: null }));
  fc.assert(
    fc.property(fc.array(renamed, { maxLength: 60 }), (drawn) => {
      const events = drawn.map(([one, peer, parents, parent], index): DagEvent => {
        const small = { atMs: index * 10, pieces: 1, bytes: 1000 };
        return Object.assign({}, one, { peer, parents: [...new Set(parents)], parent, ...small });
      });
      const source = emptyTaskGraph(taskId('t'));
      applyBatch(source, { task: source.task, firstSeq: 1, lastSeq: events.length, atMs: 700, events });
      const bytes = wire.Snapshot.encode(encodeSnapshot(source)).finish();
      const read = decodeSnapshot(wire.Snapshot.decode(bytes));
      expect([read.task, read.seq, read.atMs, read.facts]).toEqual([
        source.task,
        source.seq,
        source.atMs,
        source.facts,
      ]);
      expect([...read.peers.keys()]).toEqual([...source.peers.keys()]);
      const atSnapshot = (flow: Flow | undefined) =>
        flow && { pieces: flow.pieces, bytes: flow.bytes, rateBps: rateNow(flow, source.atMs), rateAtMs: source.atMs };
      for (const [key, { from, fromSource, ...rest }] of source.peers) {
        const node = read.peers.get(key);
        expect(node).toEqual({ ...rest, from: expect.any(Map), fromSource: atSnapshot(fromSource) });
        expect(node?.from).toEqual(new Map([...from].map(([who, flow]) => [who, atSnapshot(flow)])));
      }
    }),
  );
});

test('nonsense from the wire is refused', () => {
  const good = encodeBatch({ task: taskId('t'), firstSeq: 1, lastSeq: 1, atMs: 0, events: [] });
  const refused = (change: Partial<wire.EventBatch>) => () => decodeBatch({ ...good, ...change });
  const invalid = expect.objectContaining({ code: 'invalid' });
  expect(refused({ taskId: '' })).toThrow(invalid);
  expect(refused({ firstSeq: 0n })).toThrow(invalid);
  expect(refused({ firstSeq: 5n })).toThrow(invalid);
  expect(refused({ lastSeq: 2n ** 60n })).toThrow(invalid);
  expect(refused({ events: [{ atMs: 0n, event: undefined }] })).toThrow(invalid);
  const left = { atMs: 0n, event: { $case: 'peerLeft', value: { peerId: 'p' } } } as const;
  expect(refused({ events: [left, left] })).toThrow(invalid);
  expect(() => decodeHost({ ...wire.TopologyHost.create({ id: 'h', kind: 1 }), port: -1 })).toThrow(invalid);
  expect(() => decodeHost(wire.TopologyHost.create({ id: 'h', kind: 0 }))).toThrow(invalid);
  expect(() => decodeHost(wire.TopologyHost.create({ id: 'h', kind: 1, cpuPercent: Number.NaN }))).toThrow(invalid);
  expect(() => decodeSummary(wire.TaskSummary.create({ taskId: 't' }))).toThrow(invalid);
});

test('when each piece came survives the way', () => {
  const came = { piece: 7, bytes: 4096, costMs: 12, atMs: 990 };
  const event: DagEvent = {
    ...{ kind: 'piecesFinished', peer: peerId('p'), parent: null, pieces: 1, bytes: 4096, costMs: 12, atMs: 1000 },
    arrivals: [came, { ...came, piece: 8, atMs: 1000 }],
  };
  expect(decodeEvent(encodeEvent(event))).toEqual(event);
});

test('a number that fits no field is moved inside rather than breaking the feed', () => {
  const odd = encodeBatch({ task: taskId('t'), firstSeq: 1, lastSeq: 1, atMs: Number.NaN, events: [] });
  expect(odd.atMs).toBe(0n);
  const event: DagEvent = {
    kind: 'piecesFinished',
    peer: peerId('p'),
    parent: null,
    pieces: -1,
    bytes: 2.4,
    costMs: 1e300,
    atMs: 1.5,
  };
  expect(decodeEvent(encodeEvent(event))).toMatchObject({
    pieces: 0,
    bytes: 2,
    costMs: Number.MAX_SAFE_INTEGER,
    atMs: 2,
  });
});
