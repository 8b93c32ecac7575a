import type { MadeJob } from '../domain/jobs/jobs.ts';

/** The header that says which soft limits a new job's tenant reached. */
export const quotaWarning = ({ notices }: Pick<MadeJob, 'notices'>): Readonly<Record<string, string>> =>
  notices.length === 0 ? {} : { 'Quota-Warning': notices.join(' ') };
