import { Failure, taskId } from '@damselfly/core';
import type { CallContext } from '@damselfly/proto';
import { Metadata } from '@grpc/grpc-js';
import type { JobContent, JobTarget } from '../../jobs/job-content.ts';
import type { JobHost } from '../../jobs/job-host.ts';
import { resolveTargets } from '../../jobs/resolve-targets.ts';
import { type CopiesOf, type StatOutcome, statTargets } from '../../jobs/stat.ts';
import { checkId } from '../validate.ts';
import type { JobLimits } from './decode-job.ts';
import type { JobRoom } from './job-room.ts';

export interface StatJob {
  readonly content: JobContent | undefined;
  readonly taskIds: readonly string[];
  readonly limits: JobLimits;
}

const taskIdLimit = 10_000;

/** The URLs and tasks a job names. */
export async function targetsOf(room: JobRoom, { content, taskIds, limits }: StatJob, signal: AbortSignal) {
  if (taskIds.length > taskIdLimit) throw new Failure('invalid', `task_ids must not be more than ${taskIdLimit}`);
  const named: JobTarget[] = taskIds.map((id) => ({ url: '', task: taskId(checkId(id, 'task_ids')), header: {} }));
  if (content === undefined) {
    if (named.length === 0) throw new Failure('invalid', 'content is missing');
    return named;
  }
  const { addresses, calls, hosts: known } = room;
  const { timeoutMs } = limits;
  return [...(await resolveTargets({ content, known, addresses, timeoutMs }, calls, signal)), ...named];
}

/** Asks every known host. `unavailable` when none of them answered. */
export async function statContent(
  room: JobRoom,
  job: StatJob,
  signal: AbortSignal,
): Promise<StatOutcome & { readonly hosts: readonly JobHost[] }> {
  const { hosts } = room;
  const targets = await targetsOf(room, job, signal);
  const outcome = await statTargets({ ...job.limits, targets, hosts }, room.calls, signal);
  const [first] = outcome.failed.values();
  if (hosts.length > 0 && outcome.failed.size === hosts.length && first !== undefined) {
    throw new Failure('unavailable', `none of ${hosts.length} hosts answered; the first: ${first.message}`, {
      cause: first,
    });
  }
  return { ...outcome, hosts };
}

/** The header that counts hosts Dragonfly's answer has no place for. */
export const unreachableHeader = 'x-damselfly-unreachable-hosts';

/** Says in a header how many hosts did not answer. */
export function tellUnreachable(context: CallContext, { failed }: StatOutcome): void {
  const metadata = new Metadata();
  metadata.set(unreachableHeader, String(failed.size));
  context.sendHeaders(metadata);
}

export interface HostCopies {
  readonly host: JobHost;
  readonly cached: { readonly url: string; readonly isFinished: boolean }[];
}

/** The copies by host, as Dragonfly groups them; hosts without any are left out. */
export function byHost(tasks: readonly CopiesOf[]): HostCopies[] {
  const grouped = new Map<string, HostCopies>();
  for (const { target, copies } of tasks) {
    for (const { host, copy } of copies) {
      const entry = grouped.get(host.id) ?? { host, cached: [] };
      entry.cached.push({ url: target.url, isFinished: copy.finished });
      grouped.set(host.id, entry);
    }
  }
  return [...grouped.values()];
}
