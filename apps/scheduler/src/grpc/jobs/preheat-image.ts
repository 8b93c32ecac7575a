import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import { contentMessage } from './content-message.ts';
import { checkManifestUrl } from './decode-job.ts';
import type { JobRoom } from './job-room.ts';
import { preheatInBackground } from './preheat-background.ts';

/** Reads the manifest, then has config and layers downloaded in the background. */
export const preheatImage =
  (room: JobRoom): UnaryHandler<scheduler.PreheatImageRequest, Empty> =>
  async (request, { signal }) => {
    checkManifestUrl(request.url);
    const content = contentMessage(request, { image: request.url });
    await preheatInBackground(room, { ...request, _unknownFields: undefined, content }, signal);
    return {};
  };
