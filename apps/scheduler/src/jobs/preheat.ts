import { Failure, type FailureCode, type TaskId } from '@damselfly/core';
import type { common } from '@damselfly/proto';
import { seedWeight } from '../core/policy.ts';
import { forEachBounded, shareOut } from './bounded.ts';
import type { PreheatScope } from './choose-hosts.ts';
import { type DownloadTerms, downloadOf, type JobContent, type JobTarget } from './job-content.ts';
import type { JobHost } from './job-host.ts';
import type { DownloadState, PeerCalls } from './peer-calls.ts';

/** How one URL does on one host. */
export interface Progress extends DownloadState {
  readonly target: JobTarget;
  readonly host: JobHost;
  readonly finished: boolean;
  readonly failure?: Failure;
}

/** Hears of a preheat. */
export interface PreheatListener {
  /** May be merged with later ones. */
  note(progress: Progress): void;
  /** The end of one URL on one host, told once. Work waits for it. */
  settled(progress: Progress): Promise<void>;
}

export interface PreheatPlan {
  readonly content: JobContent;
  readonly targets: readonly JobTarget[];
  readonly hosts: readonly JobHost[];
  readonly scope: PreheatScope;
  readonly concurrentTaskCount: number;
  readonly concurrentPeerCount: number;
  readonly terms: DownloadTerms;
}

export interface Outcome {
  readonly succeeded: number;
  readonly failed: number;
}

/** Seeds tried one after the other for one URL. */
const seedAttempts = 3;
/** What another seed would not do better. */
const final: ReadonlySet<FailureCode> = new Set([
  'origin',
  'invalid',
  'forbidden',
  'unauthenticated',
  'notFound',
  'cancelled',
]);

/** Downloads every target on every host, or on one seed each. A failed download fails nothing else; an abort rejects. */
export async function preheat(
  plan: PreheatPlan,
  calls: PeerCalls,
  listener: PreheatListener,
  signal: AbortSignal,
): Promise<Outcome> {
  const { targets, hosts, scope, concurrentTaskCount, concurrentPeerCount } = plan;
  const share = shareOut({ items: targets.length, atOnce: concurrentTaskCount, partsAtOnce: concurrentPeerCount });
  let [succeeded, failed] = [0, 0];
  const count = (done: boolean) => {
    if (done) succeeded += 1;
    else failed += 1;
  };
  await forEachBounded(targets, share.items, signal, async (target) => {
    if (scope === 'single_seed_peer') count(await onOneSeed(plan, target, calls, listener, signal));
    else {
      await forEachBounded(hosts, share.parts, signal, async (host) => {
        const end = await downloadOn(host, plan, target, calls, listener, signal);
        await listener.settled(end);
        count(end.finished);
      });
    }
  });
  return { succeeded, failed };
}

async function onOneSeed(
  plan: PreheatPlan,
  target: JobTarget,
  calls: PeerCalls,
  listener: PreheatListener,
  signal: AbortSignal,
): Promise<boolean> {
  for (const host of seedsFor(target.task, plan.hosts).slice(0, seedAttempts)) {
    const end = await downloadOn(host, plan, target, calls, listener, signal);
    await listener.settled(end);
    if (end.finished || (end.failure !== undefined && final.has(end.failure.code))) return end.finished;
  }
  return false;
}

/** In the order the scheduler itself asks seeds for this task, so that content is where a cold start looks for it. */
const seedsFor = (task: TaskId, seeds: readonly JobHost[]): JobHost[] =>
  seeds
    .map((host) => ({ host, weight: seedWeight(task, host.id) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ host }) => host);

async function downloadOn(
  host: JobHost,
  { content, terms }: PreheatPlan,
  target: JobTarget,
  calls: PeerCalls,
  listener: PreheatListener,
  signal: AbortSignal,
): Promise<Progress> {
  let state: DownloadState = { bytes: 0, contentLength: undefined };
  try {
    const download: common.Download = downloadOf(content, target, terms);
    for await (const now of calls.download(host, download, signal)) {
      state = now;
      listener.note({ ...state, target, host, finished: false });
    }
    return { ...state, bytes: state.contentLength ?? state.bytes, target, host, finished: true };
  } catch (thrown) {
    signal.throwIfAborted();
    return { ...state, target, host, finished: false, failure: Failure.from(thrown) };
  }
}
