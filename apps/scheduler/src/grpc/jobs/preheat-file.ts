import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import { contentMessage } from './content-message.ts';
import type { JobRoom } from './job-room.ts';
import { preheatInBackground } from './preheat-background.ts';

/** Has a file, or the files below a URL that ends with /, downloaded in the background. */
export const preheatFile =
  (room: JobRoom): UnaryHandler<scheduler.PreheatFileRequest, Empty> =>
  async (request, { signal }) => {
    const content = contentMessage(request, { url: request.url });
    await preheatInBackground(room, { ...request, _unknownFields: undefined, content }, signal);
    return {};
  };
