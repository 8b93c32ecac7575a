import type { jobs } from '@damselfly/proto';
import { chooseHosts } from '../../jobs/choose-hosts.ts';
import type { PreheatPlan } from '../../jobs/preheat.ts';
import { resolveTargets } from '../../jobs/resolve-targets.ts';
import { decodeContent, hostChoiceOf, limitsOf, outputPathOf, priorityOf } from './decode-job.ts';
import type { JobRoom } from './job-room.ts';

/** Checks all that needs no network. */
export function checkPreheat(request: jobs.PreheatRequest) {
  return {
    content: decodeContent(request.content),
    choice: hostChoiceOf(request),
    limits: limitsOf(request),
    priority: priorityOf(request),
    outputPath: outputPathOf(request),
  };
}

/** What a checked preheat will do; asks the registry, or a peer for what a folder holds. */
export async function planPreheat(
  room: JobRoom,
  { content, choice, limits, priority, outputPath }: ReturnType<typeof checkPreheat>,
  signal: AbortSignal,
): Promise<PreheatPlan> {
  const known = room.hosts;
  const hosts = chooseHosts(known, choice);
  const { timeoutMs, concurrentTaskCount, concurrentPeerCount } = limits;
  const { addresses, calls, remoteIp } = room;
  const targets = await resolveTargets({ content, known, addresses, timeoutMs, outputPath }, calls, signal);
  const terms = { priority, timeoutMs, remoteIp };
  return { content, targets, hosts, scope: choice.scope, concurrentTaskCount, concurrentPeerCount, terms };
}
