import type { scheduler, UnaryHandler } from '@damselfly/proto';
import { contentMessage } from './content-message.ts';
import { checkManifestUrl, decodeContent, limitsOf } from './decode-job.ts';
import type { JobRoom } from './job-room.ts';
import { byHost, statContent, tellUnreachable } from './stat-content.ts';

/** Which hosts hold which blobs of an image. */
export const statImage =
  (room: JobRoom): UnaryHandler<scheduler.StatImageRequest, scheduler.StatImageResponse> =>
  async (request, context) => {
    checkManifestUrl(request.url);
    const content = decodeContent(contentMessage(request, { image: request.url }));
    const limits = limitsOf(
      { ...request, concurrentTaskCount: request.concurrentLayerCount },
      'concurrent_layer_count',
    );
    return room.run(limits.timeoutMs, [context.signal], async (signal) => {
      const outcome = await statContent(room, { content, taskIds: [], limits }, signal);
      tellUnreachable(context, outcome);
      return {
        image: { layers: outcome.tasks.map(({ target }) => ({ url: target.url })) },
        peers: byHost(outcome.tasks).map(({ host: { ip, hostname }, cached }) => ({
          ip,
          hostname,
          cachedLayers: cached,
        })),
      };
    });
  };
