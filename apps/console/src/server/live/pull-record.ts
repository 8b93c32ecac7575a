import type { DagEvent, PeerId, PeerNode, PullParent, PullRecord } from '@damselfly/core';
import type { TaskRecording } from './recording.ts';

/** What one answer may hold; a download of more events than this is told without its end. */
const mostEvents = 20_000;
const mostArrivals = 20_000;

type Identity = Pick<PeerNode, 'host' | 'hostname' | 'idc' | 'kind' | 'joinedAtMs'>;
type Arrival = PullParent['arrivals'][number];

/** Collects one peer's download from a recording; `undefined` when the peer does not occur in it. */
export function pullRecord(recording: TaskRecording, peer: PeerId): PullRecord | undefined {
  const known = new Map<PeerId, Identity>();
  const events: DagEvent[] = [];
  const supplies = new Map<PeerId, Arrival[]>();
  const rates: number[] = [];
  let unrecorded = { pieces: 0, bytes: 0 };
  let facts: PullRecord['facts'];
  let hasGaps = false;
  let arrivals = 0;

  for (const [index, segment] of recording.segments().entries()) {
    const { keyframe, batches, afterGap } = segment;
    facts = keyframe.facts ?? facts;
    if (index === 0 || afterGap) for (const node of keyframe.peers.values()) enterNode(node, afterGap);
    for (const batch of batches) for (const event of batch.events) enter(event);
  }
  const self = known.get(peer);
  if (self === undefined) return undefined;
  const { host, hostname, idc, kind, joinedAtMs } = self;
  return {
    ...{ peer, host, hostname, idc, kind, joinedAtMs, untilMs: recording.toMs },
    ...{ events, unrecorded, hasGaps, facts, parents: parentsOf(), swarmPieceBps: ninthDecile(rates) },
  };

  function enterNode(node: PeerNode, afterGap: boolean): void {
    known.set(node.peer, node);
    if (node.peer !== peer) return;
    hasGaps = hasGaps || (afterGap && events.length > 0);
    const told = events.reduce((sum, event) => sum + (event.kind === 'piecesFinished' ? event.pieces : 0), 0);
    const bytes = events.reduce((sum, event) => sum + (event.kind === 'piecesFinished' ? event.bytes : 0), 0);
    unrecorded = { pieces: node.finishedPieces - told, bytes: node.finishedBytes - bytes };
    const at = { peer, atMs: afterGap ? recording.toMs : node.joinedAtMs };
    events.push({ kind: 'peerStateChanged', ...at, state: node.state, reason: node.reason });
    events.push({ kind: 'parentsChanged', ...at, parents: node.parents });
  }

  function enter(event: DagEvent): void {
    if (event.kind === 'taskChanged') {
      facts = event.task;
      return;
    }
    if (event.kind === 'peerJoined') known.set(event.peer, { ...event, kind: event.peerKind, joinedAtMs: event.atMs });
    if (event.kind === 'piecesFinished') noteSupply(event);
    if (event.peer === peer && events.length < mostEvents) events.push(event);
  }

  function noteSupply({ peer: to, parent, arrivals: each = [] }: Extract<DagEvent, { kind: 'piecesFinished' }>): void {
    for (const { piece, bytes, costMs, atMs } of each) {
      if (to !== peer && rates.length < mostArrivals) rates.push((bytes * 1000) / Math.max(1, costMs));
      if (to === peer || arrivals >= mostArrivals) continue;
      arrivals += 1;
      const supply = supplies.get(to) ?? [];
      supply.push({ piece, atMs, fromSource: parent === null });
      supplies.set(to, supply);
    }
  }

  function parentsOf(): Map<PeerId, PullParent> {
    const parents = new Map<PeerId, PullParent>();
    for (const event of events) {
      const named =
        event.kind === 'parentsChanged'
          ? event.parents
          : event.kind === 'piecesFinished' || event.kind === 'pieceFailed'
            ? [event.parent]
            : [];
      for (const id of named) {
        const parent = id === null ? undefined : known.get(id);
        if (id === null || parent === undefined || parents.has(id)) continue;
        const own = (supplies.get(id) ?? []).filter(({ atMs }) => atMs >= (self?.joinedAtMs ?? 0));
        parents.set(id, { hostname: parent.hostname, idc: parent.idc, kind: parent.kind, arrivals: own });
      }
    }
    return parents;
  }
}

function ninthDecile(rates: number[]): number {
  rates.sort((a, b) => a - b);
  return rates[Math.floor(rates.length * 0.9)] ?? 0;
}
