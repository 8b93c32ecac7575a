import { type DagBatch, type DagEvent, hostId, type PeerId, peerId, type TaskFacts, taskId } from '@damselfly/core';

export const task = taskId('a'.repeat(64));

export const facts: TaskFacts = {
  url: 'https://models.example.com/weights/model.bin',
  application: '',
  tag: '',
  digest: '',
  contentLength: 1000,
  pieceLength: 100,
  totalPieces: 10,
  state: 'running',
  createdAtMs: 0,
};

/** Peer ids in tests are their host names. */
export const peer = (name: string): PeerId => peerId(name);

const at = (name: string, atMs: number) => ({ peer: peer(name), atMs });

export const joined = (name: string, parents: readonly string[] = [], atMs = 0): DagEvent[] => [
  {
    ...{ kind: 'peerJoined', ...at(name, atMs), host: hostId(`host-${name}`), hostname: name, idc: 'hz-a' },
    peerKind: name.startsWith('seed') ? 'seed' : 'normal',
  },
  { kind: 'parentsChanged', ...at(name, atMs), parents: parents.map(peer) },
];

export const state = (
  name: string,
  next: Extract<DagEvent, { kind: 'peerStateChanged' }>['state'],
  reason = '',
): DagEvent => ({ kind: 'peerStateChanged', ...at(name, 0), state: next, reason });

export const received = (name: string, parent: string | null, bytes: number, atMs = 0): DagEvent => ({
  ...{ kind: 'piecesFinished', ...at(name, atMs), parent: parent === null ? null : peer(parent) },
  ...{ pieces: 1, bytes, costMs: 1 },
});

export const left = (name: string): DagEvent => ({ kind: 'peerLeft', ...at(name, 0) });

/** Batches in order, each one sequence number an event. */
export function batches(): (events: readonly DagEvent[], atMs?: number) => DagBatch {
  let seq = 0;
  return (events, atMs = 0) => {
    const firstSeq = seq + 1;
    seq += Math.max(1, events.length);
    return { task, firstSeq, lastSeq: seq, atMs, events };
  };
}
