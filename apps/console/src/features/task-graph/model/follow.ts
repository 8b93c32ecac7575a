import type { GraphMessage, TaskGraphSource } from './graph-source.ts';
import type { Connection, GraphStore } from './graph-store.ts';

const firstRetryMs = 500;
const longestRetryMs = 8000;

interface Following {
  readonly source: TaskGraphSource;
  readonly store: Pick<GraphStore, 'replace' | 'apply' | 'setConnection'>;
  readonly signal: AbortSignal;
  /** Waits, and returns early when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Feeds a store from a source until the signal aborts. A gap asks for a new snapshot at once; a broken line is tried
 * again after 0.5 s, doubling to 8 s.
 */
export async function follow({ source, store, signal, pause = delay }: Following): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const end = await watchOnce(source, store, signal);
    if (signal.aborted) return;
    failures = end.received > 1 ? 0 : failures + 1;
    store.setConnection(end.connection, end.problem);
    if (end.reason === 'gap' && failures === 0) continue;
    await pause(Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, failures - 1)), signal);
  }
}

interface WatchEnd {
  readonly reason: 'gap' | 'ended';
  readonly received: number;
  readonly connection: Connection;
  readonly problem?: string;
}

async function watchOnce(source: TaskGraphSource, store: Following['store'], signal: AbortSignal): Promise<WatchEnd> {
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  let received = 0;
  let connection: Connection = 'retrying';
  try {
    for await (const message of source.watch(both)) {
      if (signal.aborted) break;
      received += 1;
      connection = message.type === 'gone' ? 'gone' : 'retrying';
      if (take(message, store) === 'gap') return { reason: 'gap', received, connection: 'live' };
    }
  } catch (thrown) {
    // A source tells of a broken line by throwing; people read why while the next attempt is under way.
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    return { reason: 'ended', received, connection, problem };
  } finally {
    own.abort();
  }
  return { reason: 'ended', received, connection };
}

function take(message: GraphMessage, store: Following['store']): 'taken' | 'gap' {
  switch (message.type) {
    case 'snapshot':
      store.replace(message.graph);
      return 'taken';
    case 'batch':
      return store.apply(message.batch) === 'gap' ? 'gap' : 'taken';
    case 'gone':
      store.setConnection('gone');
      return 'taken';
    default:
      return message satisfies never;
  }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
