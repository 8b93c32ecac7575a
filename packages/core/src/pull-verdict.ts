import type { PeerId } from './ids.ts';
import type { PullRecord } from './pull-record.ts';
import { type PullPhase, type PullPiece, type PullTimeline, pieceBps } from './pull-timeline.ts';

/** Why a scheduler let a peer wait, as its decisions tell: see `damselfly.scheduler.v1.Outcome`. */
export type WaitReason = 'nobody' | 'full' | 'unfit' | 'grant';

/** What time was lost to. */
export type SlowCause =
  /** The scheduler had no parent to name. */
  | { readonly kind: 'scheduling'; readonly why: WaitReason | undefined }
  /** It sent slower than others do. Rates are bytes per second. */
  | { readonly kind: 'slowParent'; readonly parent: PeerId; readonly bps: number }
  | { readonly kind: 'slowSource'; readonly bps: number }
  /** It waited for the source itself. */
  | { readonly kind: 'parentAtSource'; readonly parent: PeerId }
  /** It had not got the pieces. */
  | { readonly kind: 'starvedParent'; readonly parent: PeerId }
  | { readonly kind: 'failures'; readonly count: number }
  | { readonly kind: 'rescheduling' }
  | { readonly kind: 'finishing' }
  /** Nothing on its way although parents had data: the peer itself did not ask, or its asking took long. */
  | { readonly kind: 'idle' };

export interface LostTime {
  readonly cause: SlowCause;
  readonly lostMs: number;
  /** Of all lost time, 0 to 1. */
  readonly share: number;
}

export interface PullVerdict {
  readonly durationMs: number;
  readonly lostMs: number;
  /** The greatest first. */
  readonly causes: readonly LostTime[];
  /** The rate of a piece that counts as good here, bytes per second; 0: nothing was seen to compare with. */
  readonly referenceBps: number;
  /**
   * `quick`: hardly any time was lost. `slow`: `causes` says to what. `incomparable`: one sender gave everything and
   * nobody else was seen to do better.
   */
  readonly conclusion: 'quick' | 'slow' | 'incomparable';
}

/** Below this share of the whole, or below this many milliseconds, lost time is not worth a word. */
const leastShare = 0.1;
const leastMs = 250;
/** A sender is slow when its pieces reach less than this share of the reference. */
const slowBelow = 0.7;

/**
 * Names what a download lost its time to. Time while pieces are on their way is shared equally among them; what a piece
 * took longer than the reference rate would have is lost to its sender. All other time is lost to what was waited for.
 */
export function pullVerdict(
  record: PullRecord,
  timeline: PullTimeline,
  wait: WaitReason | undefined = undefined,
): PullVerdict {
  const referenceBps = referenceOf(record, timeline);
  const books = new Map<string, { cause: SlowCause; lostMs: number }>();
  const lose = (cause: SlowCause, lostMs: number) => {
    if (lostMs <= 0) return;
    const key = `${cause.kind} ${'parent' in cause ? cause.parent : ''}`;
    const entry = books.get(key) ?? { cause, lostMs: 0 };
    entry.lostMs += lostMs;
    books.set(key, entry);
  };
  for (const phase of timeline.phases) {
    const ms = phase.toMs - phase.fromMs;
    switch (phase.kind) {
      case 'scheduling':
        lose({ kind: 'scheduling', why: wait }, ms);
        break;
      case 'finishing':
        lose({ kind: 'finishing' }, ms);
        break;
      case 'rescheduling':
      case 'starved':
        loseWait(record, timeline, phase, lose);
        break;
      case 'transfer':
        break;
      default:
        phase.kind satisfies never;
    }
  }
  loseTransfer(timeline, referenceBps, lose);
  const lostMs = [...books.values()].reduce((sum, entry) => sum + entry.lostMs, 0);
  const durationMs = timeline.toMs - timeline.fromMs;
  const causes = [...books.values()]
    .map((entry) => ({ ...entry, share: entry.lostMs / lostMs }))
    .sort((a, b) => b.lostMs - a.lostMs);
  const slow = lostMs >= Math.max(leastMs, durationMs * leastShare);
  const alone = timeline.lanes.length === 1 && record.swarmPieceBps <= (timeline.lanes[0]?.pieceBps ?? 0) * 1.05;
  const conclusion = slow ? 'slow' : alone && durationMs > leastMs ? 'incomparable' : 'quick';
  return { durationMs, lostMs, causes, referenceBps, conclusion };
}

/** The rate of a good piece: of the best sender of this download, or of this task's other downloads. */
function referenceOf({ swarmPieceBps }: PullRecord, { lanes }: PullTimeline): number {
  return lanes.reduce((best, lane) => Math.max(best, lane.pieceBps), swarmPieceBps);
}

function loseTransfer(
  timeline: PullTimeline,
  referenceBps: number,
  lose: (cause: SlowCause, lostMs: number) => void,
): void {
  const shares = sharesOf(timeline);
  for (const { parent, pieces, pieceBps: bps } of timeline.lanes) {
    if (bps >= referenceBps * slowBelow) continue;
    const cause: SlowCause = parent === null ? { kind: 'slowSource', bps } : { kind: 'slowParent', parent, bps };
    for (const piece of pieces) {
      const late = 1 - Math.min(1, pieceBps(piece) / referenceBps);
      lose(cause, (shares.get(piece) ?? 0) * late);
    }
  }
}

/** The time each piece stands for: every moment is shared equally among the pieces on their way. */
function sharesOf({ lanes }: PullTimeline): Map<PullPiece, number> {
  const turns = lanes
    .flatMap(({ pieces }) => pieces)
    .flatMap((piece) => [
      { atMs: piece.startMs, piece, starts: true },
      { atMs: piece.endMs, piece, starts: false },
    ])
    .sort((a, b) => a.atMs - b.atMs);
  const shares = new Map<PullPiece, number>();
  const flying = new Set<PullPiece>();
  let sinceMs = 0;
  for (const { atMs, piece, starts } of turns) {
    const each = flying.size === 0 ? 0 : (atMs - sinceMs) / flying.size;
    if (each > 0) for (const one of flying) shares.set(one, (shares.get(one) ?? 0) + each);
    sinceMs = atMs;
    if (starts) flying.add(piece);
    else flying.delete(piece);
  }
  return shares;
}

/** A wait ends with a piece. Whoever sent that one, and when he got it himself, tells what was waited for. */
function loseWait(
  record: PullRecord,
  { lanes, failures }: PullTimeline,
  { kind, fromMs, toMs }: PullPhase,
  lose: (cause: SlowCause, lostMs: number) => void,
): void {
  const failed = failures.filter(({ atMs }) => atMs >= fromMs - 50 && atMs <= toMs).length;
  const rest: SlowCause =
    failed > 0
      ? { kind: 'failures', count: failures.length }
      : { kind: kind === 'rescheduling' ? 'rescheduling' : 'idle' };
  const next = lanes
    .flatMap(({ pieces }) => pieces)
    .filter(({ startMs }) => startMs >= toMs - 1)
    .reduce<PullPiece | undefined>((first, one) => (first && first.startMs <= one.startMs ? first : one), undefined);
  if (next?.parent === null && kind === 'starved') {
    lose({ kind: 'slowSource', bps: lanes.find(({ parent }) => parent === null)?.pieceBps ?? 0 }, toMs - fromMs);
    return;
  }
  const parent = next?.parent ?? undefined;
  const got =
    parent === undefined
      ? undefined
      : record.parents.get(parent)?.arrivals.find(({ piece, atMs }) => piece === next?.piece && atMs > fromMs);
  const lateMs = got === undefined ? 0 : Math.min(toMs, got.atMs) - fromMs;
  if (parent !== undefined && got !== undefined) {
    lose(got.fromSource ? { kind: 'parentAtSource', parent } : { kind: 'starvedParent', parent }, lateMs);
  }
  lose(rest, toMs - fromMs - lateMs);
}
