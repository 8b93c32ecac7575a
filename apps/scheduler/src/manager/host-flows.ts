import {
  type DagEvent,
  type HostFlow,
  type HostFlows,
  type HostId,
  rateNow,
  rateTimeConstantMs,
  type TaskGraph,
  type TaskId,
} from '@damselfly/core';

type Finished = Extract<DagEvent, { kind: 'piecesFinished' }>;

interface Meter {
  readonly from: HostId | null;
  readonly to: HostId;
  readonly task: TaskId;
  rateBps: number;
  rateAtMs: number;
}

/** Flows metered at once; beyond that, new ones wait until others have faded. */
const mostMeters = 5000;
/** Flows told one by one. */
const mostTold = 300;
/** Bytes per second below which a flow counts as over. */
const leastBps = 1024;

/** Who sends to whom and how fast, from the pieces that finish. */
export class FlowMeters {
  readonly #meters = new Map<string, Meter>();
  #toldAny = false;

  /** Counts pieces that a peer of the graph got. */
  count(graph: TaskGraph, { peer, parent, bytes }: Finished, nowMs: number): void {
    const to = graph.peers.get(peer)?.host;
    const from = parent === null ? null : graph.peers.get(parent)?.host;
    if (to === undefined || from === undefined) return;
    const key = `${graph.task} ${from ?? ''} ${to}`;
    const meter = this.#meters.get(key) ?? { from, to, task: graph.task, rateBps: 0, rateAtMs: nowMs };
    meter.rateBps = nowOf(meter, nowMs) + (bytes * 1000) / rateTimeConstantMs;
    meter.rateAtMs = nowMs;
    if (this.#meters.size < mostMeters || this.#meters.has(key)) this.#meters.set(key, meter);
  }

  /** What there is to tell: the busiest flows, one last time none, and then nothing. Forgets what has faded. */
  take(nowMs: number): HostFlows | undefined {
    const flows: HostFlow[] = [];
    for (const [key, meter] of this.#meters) {
      const rateBps = nowOf(meter, nowMs);
      if (rateBps < leastBps) this.#meters.delete(key);
      else flows.push({ from: meter.from, to: meter.to, task: meter.task, rateBps });
    }
    if (flows.length === 0 && !this.#toldAny) return undefined;
    this.#toldAny = flows.length > 0;
    flows.sort((a, b) => b.rateBps - a.rateBps);
    const rest = flows.slice(mostTold);
    const moreBps = rest.reduce((sum, { rateBps }) => sum + rateBps, 0);
    return { atMs: nowMs, flows: flows.slice(0, mostTold), moreFlows: rest.length, moreBps };
  }
}

const nowOf = ({ rateBps, rateAtMs }: Meter, nowMs: number): number =>
  rateNow({ rateBps, rateAtMs, pieces: 0, bytes: 0 }, nowMs);
