import type { Desk } from './desk.ts';
import { fluidBoundMs } from './fluid-bound.ts';
import type { Plan, PlannedDownload } from './plan.ts';
import type { VirtualPeer } from './virtual-peer.ts';

/** What came of a simulation; the same plan gives the same. */
export interface Outcome {
  /** Downloads that were planned, and how they ended. */
  readonly peers: number;
  readonly finished: number;
  /** Their hosts vanished first. */
  readonly gone: number;
  readonly failed: number;
  readonly lastPeerMs: number;
  /** The least time any swarm needs for the same. */
  readonly boundMs: number;
  readonly lastPeerRatio: number;
  /** From a peer's arrival to its last piece. */
  readonly downloadP50Ms: number;
  readonly downloadP99Ms: number;
  readonly originBytes: number;
  /** Origin bytes ÷ the bytes of all tasks that were asked for. */
  readonly originRatio: number;
  readonly interIdcBytes: number;
  /** Hosts a piece went through: the most, and on average over finished downloads. */
  readonly depthMax: number;
  readonly depthMean: number;
  /** Most peers of one task at one depth. */
  readonly widthMax: number;
  readonly decisions: number;
  readonly steps: number;
  readonly seedTriggers: number;
  readonly reschedules: number;
  readonly failedPieces: number;
}

export interface Finished {
  readonly plan: Plan;
  readonly peers: readonly VirtualPeer[];
  readonly desk: Desk;
  readonly originBytes: number;
  readonly interIdcBytes: number;
  readonly seedTriggers: number;
  readonly failedPieces: number;
  readonly reschedules: number;
}

export function outcomeOf({ plan, peers, desk, ...counted }: Finished): Outcome {
  const wanted = peers.filter(({ host }) => host.planned.kind === 'normal');
  const done = wanted.filter(({ stage, finishedAtMs }) => stage === 'done' || finishedAtMs >= 0);
  const lastPeerMs = done.reduce((last, { finishedAtMs }) => Math.max(last, finishedAtMs), 0);
  const boundMs = fluidBoundMs(plan, downloadsOf(plan, done));
  const times = done.map(({ finishedAtMs, startedAtMs }) => finishedAtMs - startedAtMs).sort((a, b) => a - b);
  let size = 0;
  for (const task of new Set(wanted.map((peer) => peer.task))) size += bytesOf(plan, task);
  const failed = wanted.filter(({ stage }) => stage === 'failed').length;
  return {
    ...{
      peers: plan.downloads.length,
      finished: done.length,
      gone: plan.downloads.length - done.length - failed,
      failed,
    },
    ...{ lastPeerMs, boundMs, lastPeerRatio: lastPeerMs / boundMs },
    ...{ downloadP50Ms: percentile(times, 0.5), downloadP99Ms: percentile(times, 0.99) },
    ...{
      originBytes: counted.originBytes,
      originRatio: counted.originBytes / size,
      interIdcBytes: counted.interIdcBytes,
    },
    ...depthsOf(done),
    ...{ decisions: desk.decisions, steps: desk.steps, seedTriggers: counted.seedTriggers },
    ...{ reschedules: counted.reschedules, failedPieces: counted.failedPieces },
  };
}

const bytesOf = ({ tasks }: Plan, task: number): number => (tasks[task]?.pieces ?? 0) * (tasks[task]?.pieceBytes ?? 0);

/** The plan's downloads that came to their end. */
function downloadsOf(plan: Plan, done: readonly VirtualPeer[]): PlannedDownload[] {
  const ended = new Set(done.map(({ host, task }) => `${host.planned.name} ${task}`));
  return plan.downloads.filter(({ host, task }) => ended.has(`${plan.hosts[host]?.name} ${task}`));
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

function depthsOf(done: readonly VirtualPeer[]): Pick<Outcome, 'depthMax' | 'depthMean' | 'widthMax'> {
  const widths = new Map<string, number>();
  let [depthMax, hops, pieces, widthMax] = [0, 0, 0, 0];
  for (const peer of done) {
    let depth = 0;
    for (const hop of peer.hops) {
      depth = Math.max(depth, hop);
      hops += hop;
    }
    pieces += peer.count;
    depthMax = Math.max(depthMax, depth);
    const place = `${peer.task} ${depth}`;
    const width = (widths.get(place) ?? 0) + 1;
    widths.set(place, width);
    widthMax = Math.max(widthMax, width);
  }
  return { depthMax, depthMean: pieces === 0 ? 0 : hops / pieces, widthMax };
}
