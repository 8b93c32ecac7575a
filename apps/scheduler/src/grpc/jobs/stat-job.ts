import type { jobs, UnaryHandler } from '@damselfly/proto';
import { decodeContent, limitsOf } from './decode-job.ts';
import { failureMessage, hostMessage, targetMessage } from './encode-job.ts';
import type { JobRoom } from './job-room.ts';
import { statContent } from './stat-content.ts';

/** Where content is, with the hosts that did not say. */
export const statJob =
  (room: JobRoom): UnaryHandler<jobs.StatRequest, jobs.StatResponse> =>
  async (request, context) => {
    const content = request.content && decodeContent(request.content);
    const limits = limitsOf(request);
    return room.run(limits.timeoutMs, [context.signal], async (signal) => {
      const { tasks, failed, hosts } = await statContent(room, { content, taskIds: request.taskIds, limits }, signal);
      return {
        tasks: tasks.map(({ target, copies }) => ({
          target: targetMessage(target),
          copies: copies.map(({ host, copy }) => ({
            host: hostMessage(host),
            finished: copy.finished,
            contentLength: copy.contentLength === undefined ? undefined : BigInt(copy.contentLength),
            createdAtMs: BigInt(copy.createdAtMs),
            updatedAtMs: BigInt(copy.updatedAtMs),
          })),
        })),
        askedHosts: BigInt(hosts.length),
        failedHosts: [...failed].map(([host, failure]) => ({
          host: hostMessage(host),
          failure: failureMessage(failure),
        })),
      };
    });
  };
