import { Failure } from '@damselfly/core';
import type { jobs, UnaryHandler } from '@damselfly/proto';
import { listEntries } from '../../jobs/list-entries.ts';
import { decodeContent, limitsOf } from './decode-job.ts';
import type { JobRoom } from './job-room.ts';

/** What the source lists below one URL. */
export const listEntriesJob =
  (room: JobRoom): UnaryHandler<jobs.ListTaskEntriesRequest, jobs.ListTaskEntriesResponse> =>
  async (request, context) => {
    const content = decodeContent(request.content);
    const { timeoutMs } = limitsOf(request);
    const [url, ...more] = content.urls;
    if (url === undefined || more.length > 0) throw new Failure('invalid', 'urls must be exactly one');
    return room.run(timeoutMs, [context.signal], async (signal) => {
      const entries = await listEntries({ content, url, known: room.hosts, timeoutMs }, room.calls, signal);
      return { entries: entries.map(({ url: at, contentLength, isDir }) => ({ url: at, contentLength, isDir })) };
    });
  };
