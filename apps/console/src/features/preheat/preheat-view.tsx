'use client';
import { useMutation } from '@tanstack/react-query';
import { Copy, Pencil, RotateCcw, Square } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { useToast } from '../../ui/toast.tsx';
import { LoadProblem, useFailureText, useTRPC } from '../connection/index.ts';
import { FailureTable } from './failure-table.tsx';
import { ItemMatrix } from './item-matrix.tsx';
import { preheatMessages } from './messages.ts';
import { contentOf, type PreheatJob, toneOf } from './preheat.ts';
import { JobProgress } from './preheat-list.tsx';
import { type Followed, useJob } from './use-job.ts';

/** One preheat as it goes: every part on every host, with what can be done about it. */
export function PreheatView({ id }: { readonly id: number }) {
  const t = useMessages(preheatMessages);
  const { followed, error, retry } = useJob(id);
  if (error !== undefined && followed === undefined) {
    return <LoadProblem what={t.thisJob} error={error} onRetry={retry} />;
  }
  if (followed === undefined) return <SkeletonRows rows={8} />;
  const { job, items } = followed;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.title, href: '/preheat' }]}
        title={job.bio || contentOf(job)}
        note={
          <span className="flex flex-wrap items-center gap-2">
            <StatePill tone={toneOf[job.state]} label={t.states[job.state]} />
            <span>{t.run(job.id)}</span>
            {job.attempts > 1 && <Badge>{t.view.attempt(job.attempts, job.maxAttempts)}</Badge>}
            {job.cancelledAt !== null && job.finishedAt === null && <Badge>{t.view.cancelling}</Badge>}
          </span>
        }
        actions={<Actions job={job} />}
      />
      {job.failure !== '' && (
        <Problem title={t.states.failed} className="mb-6">
          {job.failure}
        </Problem>
      )}
      <Progress followed={followed} />
      <ItemMatrix items={items} />
      <FailureTable items={items} />
    </>
  );
}

/** What ended has no rate and nothing left. */
const ended = { bytesPerSecond: null, secondsLeft: null };

function Progress({ followed }: { readonly followed: Followed }) {
  const t = useMessages(preheatMessages);
  const format = useFormat();
  const { job, counts, items } = followed;
  const { bytesPerSecond, secondsLeft } = job.finishedAt === null ? followed : ended;
  const checked = items.filter(({ verified }) => verified !== null);
  const good = checked.filter(({ verified }) => verified === true).length;
  const words = (['succeeded', 'running', 'pending', 'failed', 'cancelled'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${format.number(counts[state])} ${t.items[state]}`);
  return (
    <Card aria-label={t.columns.progress} className="mb-6">
      <div className="px-4 pt-4 sm:px-5">
        <JobProgress job={job} label={t.columns.progress} />
      </div>
      <Facts
        className="px-4 py-4 sm:px-5"
        facts={[
          { term: t.view.bytes, value: `${format.bytes(job.doneBytes)} / ${format.bytes(job.totalBytes)}` },
          ...(bytesPerSecond === null ? [] : [{ term: t.view.rate, value: format.rate(bytesPerSecond) }]),
          ...(secondsLeft === null ? [] : [{ term: t.view.left, value: format.duration(secondsLeft * 1000) }]),
          { term: t.view.downloads, value: words.length === 0 ? '–' : format.list(words) },
          {
            term: t.view.verified,
            value:
              checked.length === 0
                ? t.view.notVerified
                : t.view.verifiedOf(format.number(good), format.number(checked.length)),
          },
          { term: t.columns.clusters, value: format.list(job.clusters.map(({ name }) => name)) },
        ]}
      />
    </Card>
  );
}

function Actions({ job }: { readonly job: PreheatJob }) {
  const t = useMessages(preheatMessages);
  const trpc = useTRPC();
  const router = useRouter();
  const toast = useToast();
  const textOf = useFailureText();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation(
    trpc.jobs.cancel.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        toast({ title: t.view.cancelled });
      },
    }),
  );
  const repeat = useMutation(
    trpc.jobs.repeat.mutationOptions({
      onSuccess: ({ id }) => router.push(`/preheat/${id}`),
      onError: (error) => toast({ title: t.preflight.failed, detail: textOf(error), tone: 'failed' }),
    }),
  );
  const ended = job.finishedAt !== null;
  return (
    <>
      {!ended && (
        <Button disabled={job.cancelledAt !== null} onClick={() => setAsking(true)}>
          <Square aria-hidden />
          {t.view.cancel}
        </Button>
      )}
      {ended && (job.state === 'failed' || job.state === 'partial') && (
        <Button disabled={repeat.isPending} onClick={() => repeat.mutate({ id: job.id, what: 'failed' })}>
          <RotateCcw aria-hidden />
          {t.view.retry}
        </Button>
      )}
      {ended && (
        <Button disabled={repeat.isPending} onClick={() => repeat.mutate({ id: job.id, what: 'all' })}>
          <Copy aria-hidden />
          {t.view.clone}
        </Button>
      )}
      <Button asChild>
        <Link href={`/preheat/new?from=${job.id}`}>
          <Pencil aria-hidden />
          {t.view.copy}
        </Link>
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t.view.cancel}
        action={t.view.cancel}
        busy={cancel.isPending}
        error={cancel.isError ? textOf(cancel.error) : undefined}
        onConfirm={() => cancel.mutate({ id: job.id })}
      >
        {t.view.cancelWhy}
      </ConfirmDialog>
    </>
  );
}
