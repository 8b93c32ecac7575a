import { Failure } from '@damselfly/core';
import { common, scheduler } from '@damselfly/proto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenRules } from '../core/testing/invariants.ts';
import { World } from '../core/testing/world.ts';
import { decodeRequest } from './decode-peer.ts';

/** Sequences tried; the slow set of `npm test -- slow` tries many more. */
const numRuns = Number(process.env.DAMSELFLY_SEQUENCES ?? 300);

const huge = fc.constantFrom(0n, 1n, 4n << 20n, 40n << 20n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n);
/** Mostly what an honest peer says, sometimes anything. */
const mostly = <T>(honest: T, wild: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 24, arbitrary: fc.constant(honest) }, { weight: 1, arbitrary: wild });
const small = fc.oneof(fc.nat(12), fc.constantFrom(2 ** 20, 2 ** 31 - 1, 2 ** 32 - 1));
const known = ['a', 'b', 'c', 'd'] as const;
const name = mostly('', fc.constantFrom('unknown', '')).chain((odd) =>
  odd === '' ? fc.constantFrom<string>(...known) : fc.constant(odd),
);
const text = fc.oneof(fc.constantFrom('', 'slow'), fc.string({ maxLength: 20 }));

const download = fc
  .record({
    url: mostly('http://origin.test/file', text),
    digest: mostly<string | undefined>(undefined, fc.constantFrom('', 'crc32:1', 'nonsense')),
    range: mostly<{ start: bigint; length: bigint } | undefined>(undefined, fc.record({ start: huge, length: huge })),
    type: mostly(0, fc.constantFrom(1, 2, 3, 9)),
    priority: mostly(0, fc.constantFrom(1, 2, 3, 6, 77)),
    pieceLength: mostly<bigint | undefined>(undefined, huge),
    concurrentPieceCount: mostly<number | undefined>(4, small),
    needBackToSource: mostly(false, fc.boolean()),
    disableBackToSource: mostly(false, fc.boolean()),
    metadataOnly: mostly(false, fc.boolean()),
    actualContentLength: mostly<bigint | undefined>(40n << 20n, huge),
    actualPieceLength: mostly<bigint | undefined>(4n << 20n, huge),
    actualPieceCount: mostly<bigint | undefined>(10n, huge),
  })
  .map((parts) => common.Download.fromPartial(parts as Partial<common.Download>));

const piece = fc.option(
  fc
    .record({ number: fc.nat(9), parentId: name, offset: mostly(0n, huge), length: mostly(4n << 20n, huge) })
    .map((parts) => common.Piece.fromPartial({ ...parts, cost: { seconds: parts.offset >> 1n, nanos: -5 } })),
  { nil: undefined, freq: 24 },
);

type Request = NonNullable<scheduler.AnnouncePeerRequest['request']>;
const parents = fc.array(
  name.map((id) => common.Peer.fromPartial({ id })),
  { maxLength: 4 },
);
const request: fc.Arbitrary<Request | undefined> = fc.oneof(
  fc.option(download, { nil: undefined, freq: 20 }).map(
    (value): Request => ({
      $case: 'registerPeerRequest',
      value: { download: value },
    }),
  ),
  fc.constantFrom<Request>(
    { $case: 'downloadPeerStartedRequest', value: {} },
    { $case: 'downloadPeerBackToSourceStartedRequest', value: {} },
    { $case: 'downloadPeerFinishedRequest', value: {} },
    { $case: 'downloadPeerBackToSourceFinishedRequest', value: {} },
    { $case: 'downloadPeerFailedRequest', value: {} },
    { $case: 'downloadPeerBackToSourceFailedRequest', value: {} },
  ),
  fc.record({ candidateParents: parents, description: text }).map(
    (value): Request => ({
      $case: 'reschedulePeerRequest',
      value,
    }),
  ),
  piece.map((value): Request => ({ $case: 'downloadPieceFinishedRequest', value: { piece: value } })),
  piece.map((value): Request => ({ $case: 'downloadPieceBackToSourceFinishedRequest', value: { piece: value } })),
  fc.record({ pieceNumber: small, parentId: name, temporary: fc.boolean() }).map(
    (value): Request => ({
      $case: 'downloadPieceFailedRequest',
      value,
    }),
  ),
  fc.constant(undefined),
);

const message = fc.record({
  host: mostly('own', name),
  task: mostly('t', fc.constantFrom('u', '')),
  peer: name,
  stream: mostly('same', fc.constantFrom('new', 'dies')),
  request,
  waitMs: fc.constantFrom(0, 0, 0, 0, 100, 5_000),
});

/** Sends the bytes a peer would, and looks at what a stream would say: `undefined`, or the code of its failure. */
function send(world: World, bytes: Uint8Array, stream: number): string | undefined {
  try {
    world.tell(decodeRequest(scheduler.AnnouncePeerRequest.decode(bytes), stream));
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return thrown.code;
  }
}

test('any messages in any order are answered or refused as invalid, break nothing and leave nothing behind', () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 5, maxLength: 40, size: 'max' }), (messages) => {
      const world = new World({ candidateParentLimit: 2, peerUploadLimit: 2, filterParentLimit: 10 });
      for (const host of known) world.host(host, host === 'd' ? 'seed' : 'normal');
      const streams = new Map<string, number>();
      for (const [at, { host, task, peer, stream, request: body, waitMs }] of messages.entries()) {
        if (waitMs > 0) world.pass(waitMs);
        if (stream === 'new' || !streams.has(peer)) streams.set(peer, at + 1);
        const number = streams.get(peer) ?? 0;
        const wire = { hostId: host === 'own' ? peer : host, taskId: task, peerId: peer, request: body };
        const code = send(world, scheduler.AnnouncePeerRequest.encode(wire).finish(), number);
        expect([undefined, 'invalid']).toContain(code);
        const ids = [...world.cluster.peers.keys()];
        if (stream === 'dies') {
          const gone = ids.find((id) => id === peer);
          if (gone !== undefined) world.tell({ kind: 'streamClosed', peer: gone, stream: number });
        }
      }
      expect(brokenRules(world.cluster)).toEqual([]);
      for (const id of [...world.cluster.peers.keys()]) world.tell({ kind: 'deletePeer', peer: id });
      for (const { uploads, uploadPieces, txBps, uploadBytes, held, peers } of world.cluster.hosts.values()) {
        expect([uploads, uploadPieces, txBps, uploadBytes, held?.size ?? 0, peers.size]).toEqual([0, 0, 0, 0, 0, 0]);
      }
    }),
    { numRuns },
  );
}, 3_600_000);

test('random bytes are a message, a refusal or a broken message, and never anything worse', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      let decoded: scheduler.AnnouncePeerRequest;
      try {
        decoded = scheduler.AnnouncePeerRequest.decode(bytes);
      } catch (thrown) {
        // The codec's own errors end the call before any of our code sees it.
        expect(thrown).toBeInstanceOf(Error);
        return;
      }
      const world = new World();
      const code = send(world, scheduler.AnnouncePeerRequest.encode(decoded).finish(), 1);
      expect([undefined, 'invalid']).toContain(code);
      expect(brokenRules(world.cluster)).toEqual([]);
    }),
    { numRuns },
  );
}, 3_600_000);
