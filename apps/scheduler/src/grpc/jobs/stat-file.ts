import type { scheduler, UnaryHandler } from '@damselfly/proto';
import { contentMessage } from './content-message.ts';
import { decodeContent, limitsOf } from './decode-job.ts';
import type { JobRoom } from './job-room.ts';
import { byHost, statContent, tellUnreachable } from './stat-content.ts';

/** Which hosts hold a file, or the files below a URL that ends with /. */
export const statFile =
  (room: JobRoom): UnaryHandler<scheduler.StatFileRequest, scheduler.StatFileResponse> =>
  async (request, context) => {
    const content = decodeContent(contentMessage(request, { url: request.url }));
    const limits = limitsOf(request);
    return room.run(limits.timeoutMs, [context.signal], async (signal) => {
      const outcome = await statContent(room, { content, taskIds: [], limits }, signal);
      tellUnreachable(context, outcome);
      const peers = byHost(outcome.tasks).map(({ host: { ip, hostname }, cached }) => ({
        ip,
        hostname,
        cachedFiles: cached,
      }));
      return { peers };
    });
  };
