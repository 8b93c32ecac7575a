import type { DagEvent, PeerState } from './dag-event.ts';
import type { PeerId } from './ids.ts';
import type { PullRecord } from './pull-record.ts';

/** One piece on its way; `parent: null` is the source. */
export interface PullPiece {
  readonly piece: number | undefined;
  readonly parent: PeerId | null;
  readonly bytes: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** What came from one parent, or from the source. */
export interface PullLane {
  readonly parent: PeerId | null;
  readonly pieces: readonly PullPiece[];
  readonly bytes: number;
  /** How long at least one of its pieces was on its way. */
  readonly busyMs: number;
  /** Bytes per second while busy. */
  readonly rateBps: number;
  /** Bytes per second of a typical (the median) piece of it. */
  readonly pieceBps: number;
}

/**
 * What the download waited for: `scheduling` a first decision, `transfer` pieces on their way, `starved` parents that
 * have nothing to give, `rescheduling` other parents, `finishing` check and write after the last piece.
 */
export type PullPhaseKind = 'scheduling' | 'transfer' | 'starved' | 'rescheduling' | 'finishing';

export interface PullPhase {
  readonly kind: PullPhaseKind;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface PullTimeline {
  readonly fromMs: number;
  /** When it ended; until now, as far as recorded, when it runs. */
  readonly toMs: number;
  readonly over: boolean;
  readonly state: PeerState;
  readonly reason: string;
  /** Without holes, from beginning to end. */
  readonly phases: readonly PullPhase[];
  /** The busiest first. */
  readonly lanes: readonly PullLane[];
  readonly failures: readonly { readonly atMs: number; readonly parent: PeerId | null; readonly reason: string }[];
}

/** Lays a recorded download out in time. */
export function pullTimeline(record: PullRecord): PullTimeline {
  const { joinedAtMs: fromMs, events } = record;
  const pieces = events.flatMap((event) => piecesOf(event, fromMs));
  const states = events.flatMap((event) => (event.kind === 'peerStateChanged' ? [event] : []));
  const last = states.at(-1);
  const end = states.findLast(({ state }) => state === 'succeeded' || state === 'failed');
  const over = end !== undefined && end === last;
  const lastPieceMs = pieces.reduce((latest, { endMs }) => Math.max(latest, endMs), fromMs);
  const toMs = Math.max(over ? end.atMs : record.untilMs, lastPieceMs, fromMs + 1);
  return {
    ...{ fromMs, toMs, over, state: last?.state ?? 'waiting', reason: last?.reason ?? '' },
    phases: phasesOf({ fromMs, toMs, lastPieceMs, pieces, events, done: over && last?.state === 'succeeded' }),
    lanes: lanesOf(pieces),
    failures: events.flatMap((event) => (event.kind === 'pieceFailed' ? [event] : [])),
  };
}

function piecesOf(event: DagEvent, joinedAtMs: number): PullPiece[] {
  if (event.kind !== 'piecesFinished') return [];
  const { parent, arrivals = [], bytes, costMs, pieces, atMs } = event;
  const told = arrivals.length > 0 ? arrivals : [{ piece: undefined, bytes, costMs: costMs / pieces, atMs }];
  return told.map((arrival) => ({
    ...{ piece: arrival.piece, parent, bytes: arrival.bytes, endMs: arrival.atMs },
    startMs: Math.max(joinedAtMs, arrival.atMs - arrival.costMs),
  }));
}

function lanesOf(pieces: readonly PullPiece[]): PullLane[] {
  const byParent = new Map<PeerId | null, PullPiece[]>();
  for (const piece of pieces) {
    const own = byParent.get(piece.parent);
    if (own === undefined) byParent.set(piece.parent, [piece]);
    else own.push(piece);
  }
  const lanes = [...byParent].map(([parent, own]): PullLane => {
    const bytes = own.reduce((sum, piece) => sum + piece.bytes, 0);
    const busyMs = coveredMs(own);
    return { parent, pieces: own, bytes, busyMs, rateBps: bps(bytes, busyMs), pieceBps: median(own.map(pieceBps)) };
  });
  return lanes.sort((a, b) => b.bytes - a.bytes);
}

/** Bytes per second of one piece on its way. */
export const pieceBps = ({ bytes, startMs, endMs }: PullPiece): number => bps(bytes, endMs - startMs);

/** A cost below a millisecond counts as one. */
const bps = (bytes: number, ms: number): number => (bytes * 1000) / Math.max(1, ms);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** How long at least one of them was on its way. */
function coveredMs(pieces: readonly PullPiece[]): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of [...pieces].sort((a, b) => a.startMs - b.startMs)) {
    covered += Math.max(0, endMs - Math.max(until, startMs));
    until = Math.max(until, endMs);
  }
  return covered;
}

interface Course {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lastPieceMs: number;
  readonly pieces: readonly PullPiece[];
  readonly events: readonly DagEvent[];
  readonly done: boolean;
}

function phasesOf({ fromMs, toMs, lastPieceMs, pieces, events, done }: Course): PullPhase[] {
  const turns = new Map<number, { flying: number; supplied: boolean | undefined }>();
  const turnAt = (atMs: number) => {
    const turn = turns.get(atMs) ?? { flying: 0, supplied: undefined };
    turns.set(atMs, turn);
    return turn;
  };
  for (const { startMs, endMs } of pieces) {
    turnAt(startMs).flying += 1;
    turnAt(endMs).flying -= 1;
  }
  for (const event of events) {
    if (event.kind === 'parentsChanged') turnAt(event.atMs).supplied = event.parents.length > 0;
    if (event.kind === 'peerStateChanged' && event.state === 'backToSource') turnAt(event.atMs).supplied = true;
  }
  const times = [...new Set([fromMs, ...turns.keys(), toMs])].filter((at) => at >= fromMs && at <= toMs);
  times.sort((a, b) => a - b);
  const phases: { kind: PullPhaseKind; fromMs: number; toMs: number }[] = [];
  let flying = 0;
  let supplied = false;
  let started = false;
  times.forEach((at, index) => {
    const turn = turns.get(at);
    flying += turn?.flying ?? 0;
    supplied = turn?.supplied ?? supplied;
    started = started || flying > 0;
    const until = times[index + 1];
    if (until === undefined) return;
    const kind = kindNow(at);
    const before = phases.at(-1);
    if (before?.kind === kind) before.toMs = until;
    else phases.push({ kind, fromMs: at, toMs: until });
  });
  return phases;

  function kindNow(at: number): PullPhaseKind {
    if (flying > 0) return 'transfer';
    if (done && at >= lastPieceMs && pieces.length > 0) return 'finishing';
    if (supplied) return 'starved';
    return started ? 'rescheduling' : 'scheduling';
  }
}
