import { pause } from '@damselfly/core/node';
import type { Reader } from '../access/access-rule.ts';
import type { ItemCounts, JobItem, JobRow, JobStore } from './stores.ts';

/** How a job stands, and what changed since the update before. */
export interface JobUpdate {
  readonly job: JobRow;
  readonly counts: ItemCounts;
  /** Items that are new or changed; at most 5000, the rest follows. */
  readonly items: readonly JobItem[];
  /** Of the last seconds; `null` before there are two points in time. */
  readonly bytesPerSecond: number | null;
  /** At that rate; `null` when it is unknown. */
  readonly secondsLeft: number | null;
}

const everyMs = 500;
const itemLimit = 5000;
/** Rates are taken over this long. */
const windowMs = 5000;

/**
 * Follows a job until it ended or the signal aborts; ends at once for a job the reader may not see. Progress is read from
 * the database, so it does not matter which console runs the job.
 */
export async function* watchJob(
  store: Pick<JobStore, 'byId' | 'items' | 'itemCounts'>,
  reader: Reader,
  id: number,
  signal: AbortSignal,
): AsyncGenerator<JobUpdate, void> {
  const points: { atMs: number; bytes: number }[] = [];
  let since = new Date(0);
  let seen = new Set<string>();
  let last = '';
  do {
    // The job first: items written between the two reads come once more, none is missed.
    const job = await store.byId(reader, id);
    const counts = job && (await store.itemCounts(reader, id));
    if (job === undefined || counts === undefined) return;
    const found = await store.items(reader, id, { since, limit: itemLimit });
    const items = found.filter((item) => !seen.has(mark(item)));
    const newest = found.at(-1)?.updatedAt ?? since;
    seen = new Set(found.filter(({ updatedAt }) => updatedAt.getTime() === newest.getTime()).map(mark));
    since = newest;
    points.push({ atMs: Date.now(), bytes: job.doneBytes });
    while (points.length > 2 && (points[1]?.atMs ?? 0) < Date.now() - windowMs) points.shift();
    const text = JSON.stringify([job, counts]);
    if (text !== last || items.length > 0) yield { job, counts, items, ...speedOf(points, job) };
    last = text;
    if (job.finishedAt !== null && found.length < itemLimit) return;
  } while ((await pause(everyMs, signal)) === 'elapsed');
}

const mark = ({ id, updatedAt, state, bytes, verified }: JobItem) =>
  `${id} ${updatedAt.getTime()} ${state} ${bytes} ${verified}`;

function speedOf(points: readonly { atMs: number; bytes: number }[], { totalBytes, doneBytes }: JobRow) {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.atMs === first.atMs) {
    return { bytesPerSecond: null, secondsLeft: null };
  }
  const bytesPerSecond = Math.max(0, Math.round(((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs)));
  const secondsLeft = bytesPerSecond === 0 ? null : Math.ceil(Math.max(0, totalBytes - doneBytes) / bytesPerSecond);
  return { bytesPerSecond, secondsLeft };
}
