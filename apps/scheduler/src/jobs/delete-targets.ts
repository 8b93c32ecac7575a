import { Failure } from '@damselfly/core';
import { forEachBounded, shareOut } from './bounded.ts';
import type { JobTarget } from './job-content.ts';
import type { JobHost } from './job-host.ts';
import type { PeerCalls } from './peer-calls.ts';
import type { StatPlan } from './stat.ts';

/** What became of one task on one host. */
export interface Receipt {
  readonly target: JobTarget;
  readonly host: JobHost;
  /** False without a failure: it was not there. */
  readonly deleted: boolean;
  readonly failure?: Failure;
}

/** Removes every target from every host, whether or not the scheduler knows of a copy there. */
export async function deleteTargets(plan: StatPlan, calls: PeerCalls, signal: AbortSignal): Promise<Receipt[]> {
  const { targets, hosts, concurrentTaskCount, concurrentPeerCount } = plan;
  const share = shareOut({ items: targets.length, atOnce: concurrentTaskCount, partsAtOnce: concurrentPeerCount });
  const receipts: Receipt[] = [];
  await forEachBounded(targets, share.items, signal, (target) =>
    forEachBounded(hosts, share.parts, signal, async (host) => {
      try {
        receipts.push({ target, host, deleted: await calls.deleteTask(host, target.task, signal) });
      } catch (thrown) {
        signal.throwIfAborted();
        receipts.push({ target, host, deleted: false, failure: Failure.from(thrown) });
      }
    }),
  );
  return receipts;
}
