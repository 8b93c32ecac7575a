import type { jobs, UnaryHandler } from '@damselfly/proto';
import { deleteTargets } from '../../jobs/delete-targets.ts';
import { checkIps, decodeContent, limitsOf } from './decode-job.ts';
import { failureMessage, hostMessage, targetMessage } from './encode-job.ts';
import type { JobRoom } from './job-room.ts';
import { targetsOf } from './stat-content.ts';

/** Removes content from hosts, with one receipt a task and host. */
export const deleteJob =
  (room: JobRoom): UnaryHandler<jobs.DeleteTaskRequest, jobs.DeleteTaskResponse> =>
  async (request, context) => {
    const content = request.content && decodeContent(request.content);
    const limits = limitsOf(request);
    const ips = new Set(checkIps(request.ips));
    return room.run(limits.timeoutMs, [context.signal], async (signal) => {
      const hosts = room.hosts.filter(({ ip }) => ips.size === 0 || ips.has(ip));
      const targets = await targetsOf(room, { content, taskIds: request.taskIds, limits }, signal);
      const receipts = await deleteTargets({ ...limits, targets, hosts }, room.calls, signal);
      return {
        receipts: receipts.map(({ target, host, deleted, failure }) => ({
          target: targetMessage(target),
          host: hostMessage(host),
          deleted,
          failure: failure && failureMessage(failure),
        })),
      };
    });
  };
