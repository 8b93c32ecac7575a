'use client';
import { useQuery } from '@tanstack/react-query';
import { History, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DateTime } from '../../ui/date-time.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { useMay } from '../session/index.ts';
import { DiffList } from './diff-list.tsx';
import { settingsMessages } from './messages.ts';
import { type TracedRevision, traced } from './revision-diff.ts';
import type { Revision } from './settings.ts';

const RollbackDialog = loaded(() => import('./rollback-dialog.tsx').then((part) => part.RollbackDialog));

/** What a cluster looked like after each change, newest first, and the way back. */
export function ClusterHistory({ id }: { readonly id: number }) {
  const t = useMessages(settingsMessages);
  const trpc = useTRPC();
  const may = useMay();
  const cluster = useQuery(trpc.clusters.settings.queryOptions({ id }));
  const history = useQuery(trpc.clusters.history.queryOptions({ id }));
  const [back, setBack] = useState<Revision>();
  const name = cluster.data?.settings.name ?? String(id);
  const mayChange = may({ action: 'update', subject: 'SchedulerCluster' }, { tenantId: cluster.data?.tenantId });
  return (
    <>
      <PageHeader
        crumbs={[
          { label: t.clusters, href: '/clusters' },
          { label: name, href: `/clusters/${id}` },
          { label: t.history.title },
        ]}
        title={t.history.title}
        note={t.history.note}
      />
      {history.isError && (
        <LoadProblem what={t.history.what} error={history.error} onRetry={() => void history.refetch()} />
      )}
      {history.isPending && (
        <Card aria-busy>
          <SkeletonRows rows={5} />
        </Card>
      )}
      {history.data?.length === 0 && (
        <Card>
          <EmptyState icon={History} title={t.history.none}>
            {t.history.noneWhy}
          </EmptyState>
        </Card>
      )}
      <ol className="flex flex-col gap-4">
        {traced(history.data ?? []).map((one, index) => (
          <Entry
            key={one.revision.revision}
            traced={one}
            current={index === 0}
            onBack={mayChange && index > 0 && one.kind !== 'deleted' ? () => setBack(one.revision) : undefined}
          />
        ))}
      </ol>
      {back !== undefined && cluster.data !== undefined && (
        <RollbackDialog cluster={cluster.data} revision={back} onClose={() => setBack(undefined)} />
      )}
    </>
  );
}

interface EntryProps {
  readonly traced: TracedRevision;
  readonly current: boolean;
  /** Absent where there is no way back. */
  readonly onBack: (() => void) | undefined;
}

function Entry({ traced: { revision, kind, changes }, current, onBack }: EntryProps) {
  const t = useMessages(settingsMessages).history;
  const format = useFormat();
  const number = format.number(revision.revision);
  const what =
    kind === 'deleted'
      ? t.deleted
      : kind === 'first'
        ? t.first
        : changes && t.changes(changes.length, format.number(changes.length));
  return (
    <li>
      <Card aria-label={t.revision(number)}>
        <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3.5 sm:px-5">
          <h2 className="font-semibold text-sm">{t.revision(number)}</h2>
          {current && <Badge className="border-done/40 text-ink">{t.current}</Badge>}
          <span className="text-muted text-xs">{what}</span>
          <span className="ml-auto text-muted text-xs">
            {revision.author.name || t.system} · <DateTime atMs={revision.at.getTime()} />
          </span>
        </header>
        {revision.comment !== '' && (
          <p className="px-4 pt-1.5 text-sm [overflow-wrap:anywhere] sm:px-5">{revision.comment}</p>
        )}
        <div className="flex flex-col items-start gap-3 px-4 pt-3 pb-4 sm:px-5">
          {kind === 'change' && changes !== undefined && (
            <div className="w-full">
              <DiffList changes={changes} />
            </div>
          )}
          {kind === 'first' && changes !== undefined && (
            <details className="w-full">
              <summary className="cursor-pointer rounded-sm text-muted text-sm">
                {t.changes(changes.length, format.number(changes.length))}
              </summary>
              <div className="mt-3">
                <DiffList changes={changes} />
              </div>
            </details>
          )}
          {onBack !== undefined && (
            <Button size="sm" onClick={onBack}>
              <RotateCcw aria-hidden />
              {t.back}
            </Button>
          )}
        </div>
      </Card>
    </li>
  );
}
