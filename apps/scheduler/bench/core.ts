import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DagBook } from '../src/shell/dag-book.ts';
import { Crowd } from './crowd.ts';
import type { Result } from './report.ts';
import { median, percentile } from './statistics.ts';

const crowdSize = 10_000;

/** Time of single steps among 10,000 downloading peers, in microseconds; medians over the rounds. */
export function stepTimes({ rounds, events }: { rounds: number; events: number }): Result[] {
  const crowd = new Crowd();
  crowd.fill(0, crowdSize);
  const perRound = Array.from({ length: rounds + 1 }, () => timesOf(crowd, events)).slice(1);
  return (
    [
      ['step_us.p50', 0.5],
      ['step_us.p99', 0.99],
      ['step_us.p999', 0.999],
    ] as const
  ).map(([id, share]) => ({ id, value: median(perRound.map((times) => percentile(times, share))), unit: 'µs' }));
}

function timesOf(crowd: Crowd, events: number): number[] {
  const times = Array.from({ length: events }, () => {
    const event = crowd.anyEvent(crowdSize);
    const from = process.hrtime.bigint();
    crowd.tell(event);
    return Number(process.hrtime.bigint() - from) / 1000;
  });
  return times.sort((a, b) => a - b);
}

/**
 * Heap one more peer keeps, its host and its place in the published graph included: the growth from 10,000 peers of a
 * task to 30,000, so that what is there once, as the ring of decisions, does not count. Idle: it has finished.
 */
export function heapPerPeer({ rounds, peers = crowdSize }: { rounds: number; peers?: number }): Result[] {
  const collect = garbageCollector();
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const values = Array.from({ length: rounds }, () => {
    const dags = new DagBook();
    const crowd = new Crowd((effect) => {
      if (effect.kind === 'publish') dags.enter(effect.task, effect.seq, effect.event);
    });
    crowd.fill(0, peers);
    const before = used();
    crowd.fill(peers, peers * 3);
    const downloading = used() - before;
    crowd.finish(peers, peers * 3);
    const idle = used() - before;
    // Read afterwards, so that neither is collected before the measurement.
    const more = crowd.cluster.peers.size - peers * [...dags.summaries()].length;
    return { idle: idle / more, downloading: downloading / more };
  });
  return [
    { id: 'heap_bytes_per_peer', value: median(values.map(({ idle }) => idle)), unit: 'B' },
    { id: 'heap_bytes_per_downloading_peer', value: median(values.map((value) => value.downloading)), unit: 'B' },
  ];
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this Node has no garbage collector to call');
  return () => {
    collect();
  };
}
