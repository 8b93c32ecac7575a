import type { DagBatch, DagEvent, TaskId } from '@damselfly/core';
import type { NumberedEvent } from './event-ring.ts';

const maxEventsPerBatch = 1000;

type PiecesFinished = Extract<DagEvent, { kind: 'piecesFinished' }>;

/**
 * Events as gapless batches, task by task. `sent` holds the last sequence sent of each task that is asked for: other
 * tasks and older events are left out. A hole stays visible as a jump between two batches.
 */
export function toBatches(
  events: readonly NumberedEvent[],
  sent: ReadonlyMap<TaskId, number>,
  nowMs: number,
): DagBatch[] {
  const byTask = new Map<TaskId, NumberedEvent[]>();
  for (const event of events) {
    const after = sent.get(event.task);
    if (after === undefined || event.seq <= after) continue;
    const fresh = byTask.get(event.task);
    if (fresh === undefined) byTask.set(event.task, [event]);
    else fresh.push(event);
  }
  return [...byTask].flatMap(([task, fresh]) => {
    return runs(fresh).map((run): DagBatch => {
      const [first, last] = [run[0]?.seq ?? 0, run.at(-1)?.seq ?? 0];
      return { task, firstSeq: first, lastSeq: last, atMs: nowMs, events: mergePieces(run.map(({ event }) => event)) };
    });
  });
}

/** Splits where sequences jump and where a batch would grow too long. */
function runs(events: readonly NumberedEvent[]): NumberedEvent[][] {
  const found: NumberedEvent[][] = [];
  for (const event of events) {
    const run = found.at(-1);
    const before = run?.at(-1)?.seq;
    if (run === undefined || before !== event.seq - 1 || run.length >= maxEventsPerBatch) found.push([event]);
    else run.push(event);
  }
  return found;
}

/** Finished pieces that came over one edge become one event, as long as nothing else happened in between. */
export function mergePieces(events: readonly DagEvent[]): DagEvent[] {
  const merged: DagEvent[] = [];
  const places = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'piecesFinished') {
      places.clear();
      merged.push(event);
      continue;
    }
    const edge = JSON.stringify([event.peer, event.parent]);
    const place = places.get(edge);
    const earlier = place === undefined ? undefined : merged[place];
    if (place !== undefined && earlier?.kind === 'piecesFinished') merged[place] = add(earlier, event);
    else places.set(edge, merged.push(event) - 1);
  }
  return merged;
}

const add = (a: PiecesFinished, b: PiecesFinished): PiecesFinished => ({
  ...b,
  pieces: a.pieces + b.pieces,
  bytes: a.bytes + b.bytes,
  costMs: a.costMs + b.costMs,
  arrivals: [...(a.arrivals ?? []), ...(b.arrivals ?? [])],
  atMs: Math.max(a.atMs, b.atMs),
});
