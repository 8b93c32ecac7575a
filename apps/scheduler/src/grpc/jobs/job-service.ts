import { type Handlers, jobs, type ServiceBinding } from '@damselfly/proto';
import { deleteJob } from './delete-job.ts';
import type { JobRoom } from './job-room.ts';
import { listEntriesJob } from './list-entries-job.ts';
import { preheatJob } from './preheat-job.ts';
import { statJob } from './stat-job.ts';

/** `damselfly.scheduler.v1.JobService`: jobs with a result for each URL on each host. */
export function jobService({ unary, serverStream }: Handlers, room: JobRoom): ServiceBinding {
  const implementation: jobs.JobServiceServer = {
    preheat: serverStream(preheatJob(room)),
    stat: unary(statJob(room)),
    deleteTask: unary(deleteJob(room)),
    listTaskEntries: unary(listEntriesJob(room)),
  };
  return { definition: jobs.JobServiceService, implementation };
}
