'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Check, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { cn } from '../../ui/cn.ts';
import { CommandLine } from '../../ui/command-line.tsx';
import { LiveDot } from '../../ui/live-dot.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { useMay } from '../session/index.ts';
import { DfgetLine } from './dfget-line.tsx';
import { missingOf, type StepState, stepsOf } from './first-run-steps.ts';
import { taskMessages } from './messages.ts';

const refreshMs = 1500;

/** An empty system leads to its first pull: what runs, how to ask for a file, and where it will be seen. */
export function FirstRun() {
  const t = useMessages(taskMessages).first;
  const trpc = useTRPC();
  const may = useMay();
  const textOf = useFailureText();
  const { data: overview } = useQuery(trpc.overview.summary.queryOptions(undefined, { refetchInterval: refreshMs }));
  const { data: about } = useQuery(trpc.system.about.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const pull = useMutation(trpc.jobs.create.mutationOptions());
  const newborn = overview && {
    activeSchedulers: overview.schedulers.active,
    seedPeers: overview.seedPeers,
    peers: overview.peers,
  };
  const missing = newborn === undefined ? [] : missingOf(newborn);
  const [running, asking, watching] = stepsOf(newborn, pull.isSuccess);
  const sample = about?.sampleUrl;
  return (
    <Card aria-label={t.title} className="p-5 sm:p-8">
      <h2 className="font-semibold text-lg tracking-[-0.01em]">{t.title}</h2>
      <p className="mt-1 mb-7 max-w-prose text-pretty text-muted text-sm">{t.why}</p>
      <ol className="flex flex-col">
        <Step state={running} title={t.system}>
          {newborn === undefined || missing.length === 0 ? (
            <p>{newborn === undefined ? t.looking : t.systemUp(newborn.seedPeers, newborn.peers)}</p>
          ) : (
            <>
              {missing.map((part) => (
                <p key={part}>{t.missing[part]}</p>
              ))}
              <CommandLine command="npm start" className="mt-2 max-w-md" />
            </>
          )}
        </Step>
        <Step state={asking} title={t.pull}>
          {sample !== undefined && may({ action: 'create', subject: 'Job' }) && (
            <>
              <p>{t.here}</p>
              <Button
                look="primary"
                className="my-3"
                disabled={asking !== 'now' || pull.isPending}
                onClick={() =>
                  pull.mutate({ type: 'preheat', args: { type: 'file', urls: [sample], scope: 'all_peers' } })
                }
              >
                <Play aria-hidden />
                {pull.isPending ? t.pulling : t.pullHere}
              </Button>
              {pull.isError && (
                <Problem title={t.notPulled} className="mb-3">
                  {textOf(pull.error)}
                </Problem>
              )}
            </>
          )}
          <p className="mb-1.5">{sample === undefined ? t.terminal : t.orTerminal}</p>
          <DfgetLine />
        </Step>
        <Step state={watching} title={t.watch} last>
          <p className="flex items-center gap-2">
            <LiveDot tone={watching === 'now' ? 'live' : 'waiting'} />
            {watching === 'now' ? t.comes : t.waits}
          </p>
        </Step>
      </ol>
    </Card>
  );
}

interface StepProps {
  readonly state: StepState;
  readonly title: string;
  readonly last?: boolean;
  readonly children: ReactNode;
}

function Step({ state, title, last = false, children }: StepProps) {
  const t = useMessages(taskMessages).first;
  return (
    <li
      aria-current={state === 'now' ? 'step' : undefined}
      className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 text-sm"
    >
      <div className="flex flex-col items-center">
        <span
          className={cn(
            'grid size-7 place-items-center rounded-full border',
            state === 'done' && 'border-done/50 bg-done/15 text-done',
            state === 'now' && 'border-accent bg-accent/12 text-link',
            state === 'later' && 'border-line bg-band text-faint',
          )}
        >
          {state === 'done' ? (
            <Check aria-hidden className="size-4" strokeWidth={2.5} />
          ) : (
            <span className={cn('size-2 rounded-full bg-current', state === 'now' && 'motion-safe:animate-skeleton')} />
          )}
        </span>
        {!last && <span className={cn('w-px flex-1', state === 'done' ? 'bg-done/50' : 'bg-line')} />}
      </div>
      <div className={cn('min-w-0 pt-0.5', !last && 'pb-8')}>
        <h3 className={cn('font-semibold text-base', state === 'later' && 'text-muted')}>
          {title}
          {state === 'done' && <span className="sr-only"> {t.done}</span>}
        </h3>
        <div className="mt-1 text-muted">{children}</div>
      </div>
    </li>
  );
}
