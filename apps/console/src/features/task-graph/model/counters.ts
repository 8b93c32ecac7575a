import type { PeerState, TaskFacts } from '@damselfly/core';
import { originSlot } from './edge-table.ts';
import { peerStates, stateOfCode } from './peer-state.ts';
import type { Scene } from './scene.ts';

/** A task in a few numbers, as the frame around the graph shows them. */
export interface Counters {
  readonly peers: number;
  readonly seeds: number;
  readonly states: Readonly<Record<PeerState, number>>;
  /** Bytes per second into all peers. */
  readonly throughputBps: number;
  /** The part of it that comes from the task's source. */
  readonly originBps: number;
  /** Mean share of the content the peers hold, 0 to 1. */
  readonly complete: number;
  readonly receivedBytes: number;
  readonly originBytes: number;
  readonly facts: TaskFacts | undefined;
}

export function countersOf(scene: Scene, facts: TaskFacts | undefined, nowMs: number): Counters {
  const states = Object.fromEntries(peerStates.map((state) => [state, 0])) as Record<PeerState, number>;
  let seeds = 0;
  let progress = 0;
  let receivedBytes = 0;
  let originBytes = 0;
  for (let slot = 0; slot < scene.size; slot++) {
    const node = scene.peers[slot];
    if (node === undefined) continue;
    states[stateOfCode(scene.state[slot] ?? 0)] += 1;
    seeds += scene.seed[slot] ?? 0;
    progress += scene.progress[slot] ?? 0;
    receivedBytes += node.finishedBytes;
    originBytes += node.fromSource?.bytes ?? 0;
  }
  let throughputBps = 0;
  let originBps = 0;
  for (let edge = 0; edge < scene.edges.size; edge++) {
    if (scene.edges.rateClass[edge] === 0) continue;
    const rate = scene.edgeRate(edge, nowMs);
    throughputBps += rate;
    if (scene.edges.parent[edge] === originSlot) originBps += rate;
  }
  const complete = scene.count === 0 ? 0 : progress / scene.count;
  return {
    peers: scene.count,
    seeds,
    states,
    throughputBps,
    originBps,
    complete,
    receivedBytes,
    originBytes,
    facts,
  };
}

/** Share of all received bytes that the source had to send, 0 to 1. */
export const originShare = (counters: Counters): number =>
  counters.receivedBytes === 0 ? 0 : counters.originBytes / counters.receivedBytes;
