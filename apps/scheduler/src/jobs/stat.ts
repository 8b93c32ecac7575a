import { Failure } from '@damselfly/core';
import { forEachBounded, shareOut } from './bounded.ts';
import type { JobTarget } from './job-content.ts';
import type { JobHost } from './job-host.ts';
import type { LocalCopy, PeerCalls } from './peer-calls.ts';

export interface CopiesOf {
  readonly target: JobTarget;
  readonly copies: readonly { readonly host: JobHost; readonly copy: LocalCopy }[];
}

export interface StatOutcome {
  readonly tasks: readonly CopiesOf[];
  /** Hosts that did not answer at least once, with their first failure. */
  readonly failed: ReadonlyMap<JobHost, Failure>;
}

export interface StatPlan {
  readonly targets: readonly JobTarget[];
  readonly hosts: readonly JobHost[];
  readonly concurrentTaskCount: number;
  readonly concurrentPeerCount: number;
}

/** Asks every host what it holds of every target. A host that fails once is not asked about the targets that follow. */
export async function statTargets(plan: StatPlan, calls: PeerCalls, signal: AbortSignal): Promise<StatOutcome> {
  const { targets, hosts, concurrentTaskCount, concurrentPeerCount } = plan;
  const share = shareOut({ items: targets.length, atOnce: concurrentTaskCount, partsAtOnce: concurrentPeerCount });
  const failed = new Map<JobHost, Failure>();
  const tasks = targets.map((target) => ({ target, copies: [] as { host: JobHost; copy: LocalCopy }[] }));
  await forEachBounded(tasks, share.items, signal, ({ target, copies }) =>
    forEachBounded(hosts, share.parts, signal, async (host) => {
      if (failed.has(host)) return;
      try {
        const copy = await calls.statLocalTask(host, target.task, signal);
        if (copy !== undefined) copies.push({ host, copy });
      } catch (thrown) {
        signal.throwIfAborted();
        if (!failed.has(host)) failed.set(host, Failure.from(thrown));
      }
    }),
  );
  return { tasks, failed };
}
