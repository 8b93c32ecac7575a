import type { Log } from '@damselfly/core/node';
import type { AddressPolicy } from '@damselfly/registry';
import type { JobsNeeds } from '../domain/jobs/jobs.ts';
import type { AdmitPreheat } from '../domain/quotas/preheat-bytes.ts';
import type { RegistryLogins } from '../domain/registry-credentials/registry-credentials.ts';
import type { Sealer } from '../domain/secrets/sealer.ts';
import type { Schedulers } from '../schedulers/schedulers.ts';
import { previewClear } from './clear-preview.ts';
import type { HostLabels } from './cluster-hosts.ts';
import { type JobEngine, startJobEngine } from './engine.ts';
import { preflight } from './preflight.ts';
import { type PreheatNeeds, preheatHandler } from './preheat.ts';
import type { JobQueue } from './queue.ts';
import {
  deleteTaskHandler,
  getTaskHandler,
  imageDistributionHandler,
  type LookupNeeds,
  type TasksByDigest,
} from './task-lookup.ts';
import { gcHandler, syncPeersHandler, type UpkeepNeeds } from './upkeep.ts';

export interface JobWorkNeeds extends UpkeepNeeds {
  readonly queue: JobQueue & { readonly hostLabels: HostLabels; readonly tasksByDigest: TasksByDigest };
  readonly schedulers: Schedulers;
  readonly credentials: RegistryLogins;
  readonly sealer: Sealer;
  readonly addresses: AddressPolicy;
  readonly admit: AdmitPreheat;
  /** Names this process among all that share the database. */
  readonly holder: string;
  /** Jobs at once in this process. */
  readonly room: number;
  readonly log: Log;
  readonly onEnd?: (jobId: number) => void;
}

/** What a preheat needs of the world. */
const preheatNeeds = ({
  queue,
  schedulers,
  credentials,
  addresses,
}: Pick<JobWorkNeeds, 'queue' | 'schedulers' | 'credentials' | 'addresses'>): PreheatNeeds => ({
  ...{ schedulers, addresses, hostLabels: queue.hostLabels },
  findLogin: (tenantId, by) => credentials.login(tenantId, by),
});

/** What looking for tasks needs of the world. */
const lookupNeeds = (needs: Pick<JobWorkNeeds, 'queue' | 'schedulers' | 'credentials' | 'addresses'>): LookupNeeds => ({
  ...preheatNeeds(needs),
  schedulers: needs.schedulers,
  tasksByDigest: needs.queue.tasksByDigest,
});

/** What the rules of jobs need of whoever runs them. */
export const jobWork = (
  needs: Pick<JobWorkNeeds, 'queue' | 'schedulers' | 'credentials' | 'addresses'>,
  wake: () => void,
): Pick<JobsNeeds, 'activeClusters' | 'preflight' | 'previewClear' | 'wake'> => ({
  activeClusters: async () => new Set((await needs.schedulers.active()).map(({ clusterId }) => clusterId)),
  preflight: (request, signal) => preflight(preheatNeeds(needs), request, signal),
  previewClear: (request, signal) => previewClear(lookupNeeds(needs), request, signal),
  wake,
});

/** Runs every type of job there is. */
export function startJobWork(needs: JobWorkNeeds): JobEngine {
  const lookup = lookupNeeds(needs);
  return startJobEngine({
    ...needs,
    handlers: {
      preheat: preheatHandler({ ...preheatNeeds(needs), admit: needs.admit }),
      get_task: getTaskHandler(lookup),
      delete_task: deleteTaskHandler(lookup),
      get_image_distribution: imageDistributionHandler(lookup),
      sync_peers: syncPeersHandler(needs),
      gc: gcHandler(needs),
    },
  });
}
