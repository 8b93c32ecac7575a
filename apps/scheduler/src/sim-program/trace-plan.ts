import { Failure } from '@damselfly/core';
import type { Evaluator } from '../core/evaluator.ts';
import { defaultPolicy } from '../core/policy.ts';
import type { Plan, PlannedDownload, PlannedHost, PlannedTask } from '../sim/plan.ts';
import { decodeTraceLine, type TraceRecord } from '../trace/record.ts';

type Of<Kind extends TraceRecord['k']> = Extract<TraceRecord, { k: Kind }>;

/** Taken for a host that was never seen to send, and does not say what it can: 1 Gbit/s, in bytes a millisecond. */
const ordinaryRate = 125_000;
const source = -1;

/**
 * The plan a trace tells of: its hosts, with the most each was seen to send and take within a second, and its downloads at
 * their times. Seeds are asked by the scheduler under test. Throws `invalid` for a file that is no trace.
 */
export function planOfTrace(lines: readonly string[], seed: number, evaluator: Evaluator): Plan {
  const [head, ...records] = lines.flatMap((line) => decodeTraceLine(line) ?? []);
  if (head?.k !== 'trace') throw new Failure('invalid', 'this is no trace of a scheduler (--record FILE writes one)');
  const sent = new Peaks();
  const taken = new Peaks();
  const tasks = new Map<number, PlannedTask>();
  for (const one of records) {
    if (one.k === 'task') tasks.set(one.n, { pieces: one.pieces, pieceBytes: one.pieceBytes });
    if (one.k !== 'piece') continue;
    sent.add(one.f, one);
    taken.add(one.h, one);
  }
  const { hosts, placeOf } = hostsOf(records, sent, taken);
  const taskPlaces = new Map([...tasks.keys()].map((number, place) => [number, place]));
  return {
    ...{ hosts, tasks: [...tasks.values()], downloads: downloadsOf(records, hosts, placeOf, taskPlaces), restarts: [] },
    piecesAtOnce: Math.max(1, ...records.flatMap((one) => (one.k === 'get' ? one.atOnce : []))),
    originRate: sent.of(source) ?? ordinaryRate,
    ...{ policy: defaultPolicy, evaluator, seed },
  };
}

function hostsOf(records: readonly TraceRecord[], sent: Peaks, taken: Peaks) {
  const left = new Map(records.flatMap((one) => (one.k === 'left' ? [[one.h, one.t] as const] : [])));
  const placeOf = new Map<number, number>();
  const hosts: PlannedHost[] = [];
  for (const one of records) {
    if (one.k !== 'host' || placeOf.has(one.h)) continue;
    placeOf.set(one.h, hosts.length);
    const { h, kind, idc, location, maxTxBps } = one;
    const announced = maxTxBps / 8000 || ordinaryRate;
    const leavesAtMs = left.get(h);
    hosts.push({
      ...{ name: `host-${h}`, kind, idc, location, announcedUp: maxTxBps / 8000, lying: false },
      ...{ up: sent.of(h) ?? announced, down: taken.of(h) ?? announced },
      ...(leavesAtMs !== undefined && { leavesAtMs }),
    });
  }
  return { hosts, placeOf };
}

function downloadsOf(
  records: readonly TraceRecord[],
  hosts: readonly PlannedHost[],
  placeOf: ReadonlyMap<number, number>,
  taskPlaces: ReadonlyMap<number, number>,
): PlannedDownload[] {
  const seen = new Set<string>();
  return records.flatMap((one) => {
    if (one.k !== 'get') return [];
    const [host, task, name] = [placeOf.get(one.h), taskPlaces.get(one.n), `${one.h} ${one.n}`];
    if (host === undefined || task === undefined || hosts[host]?.kind !== 'normal' || seen.has(name)) return [];
    seen.add(name);
    return [{ host, task, atMs: one.t }];
  });
}

const bucketMs = 1000;

/** The most that went through a host within a second, bytes a millisecond; never less than a single piece's speed. */
class Peaks {
  readonly #buckets = new Map<number, Map<number, number>>();
  readonly #singles = new Map<number, number>();

  /** A piece that came at `t` after `c` milliseconds. */
  add(host: number, { t, b, c }: Of<'piece'>): void {
    const costMs = Math.max(c, 1);
    this.#singles.set(host, Math.max(this.#singles.get(host) ?? 0, b / costMs));
    const buckets = this.#buckets.get(host) ?? new Map<number, number>();
    this.#buckets.set(host, buckets);
    for (let fromMs = Math.max(0, t - costMs); fromMs < t; ) {
      const bucket = Math.floor(fromMs / bucketMs);
      const untilMs = Math.min(t, (bucket + 1) * bucketMs);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + (b * (untilMs - fromMs)) / costMs);
      fromMs = untilMs;
    }
  }

  of(host: number): number | undefined {
    let most = this.#singles.get(host);
    for (const bytes of this.#buckets.get(host)?.values() ?? []) most = Math.max(most ?? 0, bytes / bucketMs);
    return most;
  }
}
