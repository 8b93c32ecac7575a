'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Pencil, Play } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { LoadProblem, useFailureText, useTRPC } from '../connection/index.ts';
import { useDone, useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { GcRuns } from './gc-runs.tsx';
import { gcMessages } from './messages.ts';
import { type GcLine, gcTwin } from './period.ts';

const PeriodDrawer = loaded(() => import('./period-drawer.tsx').then((part) => part.PeriodDrawer));

const refreshMs = 5000;

/** What is forgotten in time, when it last was, and a button for each to do it now. */
export function GcView() {
  const t = useMessages(gcMessages);
  const trpc = useTRPC();
  const drawer = useDrawer();
  const may = useMay();
  const { data, error, refetch } = useQuery(trpc.gc.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  const held = data?.find(({ kind }) => kind === drawer.held);
  return (
    <>
      <PageHeader
        title={t.title}
        note={t.note}
        actions={may({ action: 'create', subject: 'Job' }) && <TwinButton action={t.twin} twin={gcTwin()} />}
      />
      <Card aria-label={t.title} aria-busy={data === undefined} className="mb-6">
        {data === undefined && error === null && <SkeletonRows rows={5} />}
        {data === undefined && error !== null && (
          <LoadProblem what={t.theLines} error={error} onRetry={() => void refetch()} className="m-4" />
        )}
        <ul>
          {data?.map((line) => (
            <KindLine key={line.kind} line={line} onChange={() => drawer.open(line.kind)} />
          ))}
        </ul>
      </Card>
      <GcRuns />
      {held !== undefined && <PeriodDrawer line={held} onClose={drawer.close} />}
    </>
  );
}

/** Periods hold for all tenants. */
const ofThePlatform = { tenantId: null };

function KindLine({ line, onChange }: { readonly line: GcLine; readonly onChange: () => void }) {
  const t = useMessages(gcMessages);
  const format = useFormat();
  const may = useMay();
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 border-line border-b px-4 py-4 last:border-0 sm:px-5">
      <div className="min-w-56 flex-[2]">
        <h2 className="font-medium text-sm">{t.kinds[line.kind]}</h2>
        <p className="mt-0.5 text-pretty text-muted text-xs">{t.why[line.kind]}</p>
      </div>
      <Facts
        className="min-w-72 flex-[3]"
        facts={[
          { term: t.keep, value: format.duration(line.keepMs) },
          { term: t.every, value: format.duration(line.everyMs) },
          {
            term: t.last,
            value:
              line.lastRunAtMs === null ? (
                t.neverRan
              ) : (
                <>
                  <RelativeTime atMs={line.lastRunAtMs} />
                  {line.lastRemoved !== null && (
                    <span className="font-normal text-muted text-xs">
                      {' '}
                      · {t.removed(line.lastRemoved, format.number(line.lastRemoved))}
                    </span>
                  )}
                </>
              ),
          },
        ]}
      />
      <div className="flex items-center gap-2">
        {may({ action: 'create', subject: 'Job' }) && <RunButton kind={line.kind} />}
        {may({ action: 'update', subject: 'Setting' }, ofThePlatform) && (
          <Button size="sm" aria-label={`${t.change}: ${t.kinds[line.kind]}`} onClick={onChange}>
            <Pencil aria-hidden />
            {t.change}
          </Button>
        )}
      </div>
    </li>
  );
}

function RunButton({ kind }: { readonly kind: GcLine['kind'] }) {
  const t = useMessages(gcMessages);
  const trpc = useTRPC();
  const toast = useToast();
  const done = useDone();
  const textOf = useFailureText();
  const run = useMutation(
    trpc.gc.run.mutationOptions({
      onSuccess: () => done({ title: t.started(t.kinds[kind]), detail: t.startedWhy }),
      onError: (error) => toast({ title: t.notStarted, detail: textOf(error), tone: 'failed' }),
    }),
  );
  return (
    <Button
      size="sm"
      aria-label={t.runTitle(t.kinds[kind])}
      disabled={run.isPending}
      onClick={() => run.mutate({ kind })}
    >
      <Play aria-hidden />
      {t.run}
    </Button>
  );
}
