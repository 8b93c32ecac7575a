'use client';
import { useQuery } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { jobTones } from '../preheat/index.ts';
import { gcMessages } from './messages.ts';
import { kindOf, removedOf } from './period.ts';

const shown = 20;
const refreshMs = 3000;

/** The last runs that people asked for, and what each removed. */
export function GcRuns() {
  const t = useMessages(gcMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.jobs.list.queryOptions({ types: ['gc'], limit: shown }, { refetchInterval: refreshMs }),
  );
  return (
    <Card aria-label={t.history.title} aria-busy={data === undefined}>
      <CardHeader title={t.history.title} />
      {data === undefined && error === null && <SkeletonRows rows={3} className="border-line border-t" />}
      {data === undefined && error !== null && (
        <LoadProblem what={t.history.theRuns} error={error} onRetry={() => void refetch()} className="m-4 mt-0" />
      )}
      {data?.items.length === 0 && <p className="px-4 pb-4 text-muted text-sm sm:px-5">{t.history.none}</p>}
      <ul className="border-line border-t empty:hidden">
        {data?.items.map((job) => {
          const kind = kindOf(job.args);
          const removed = removedOf(job.result);
          return (
            <li
              key={job.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2.5 text-sm last:border-0 sm:px-5"
            >
              <StatePill tone={jobTones[job.state]} label={t.states[job.state]} />
              <span className="min-w-0 flex-1 truncate">{kind === undefined ? job.bio : t.kinds[kind]}</span>
              <span className="text-muted">
                {job.failure !== ''
                  ? job.failure
                  : removed === undefined
                    ? ''
                    : t.removed(removed, format.number(removed))}
              </span>
              <span className="w-24 truncate text-muted max-sm:hidden">{job.user?.name ?? '–'}</span>
              <span className="w-20 text-right text-muted tabular-nums">
                <RelativeTime atMs={job.createdAt.getTime()} />
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
