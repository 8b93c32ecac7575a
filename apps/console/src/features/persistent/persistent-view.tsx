'use client';
import { useQuery } from '@tanstack/react-query';
import { Layers, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DateTime } from '../../ui/date-time.tsx';
import { Facts } from '../../ui/facts.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { useMay } from '../session/index.ts';
import { taskName } from '../tasks/index.ts';
import { CopyTable } from './copy-table.tsx';
import { persistentMessages } from './messages.ts';
import { type CopyReceipt, copyHealth, type PersistentKind, type PersistentTask, toneOf } from './persistent.ts';
import { ReceiptTable } from './receipt-table.tsx';

const WantDialog = loaded(() => import('./want-dialog.tsx').then((part) => part.WantDialog));
const RemoveDialog = loaded(() => import('./remove-dialog.tsx').then((part) => part.RemoveDialog));

const refreshMs = 3000;

interface PersistentViewProps {
  readonly clusterId: number;
  readonly kind: PersistentKind;
  readonly id: string;
}

/** One kept task: who keeps it, and what can be done about it. */
export function PersistentView({ clusterId, kind, id }: PersistentViewProps) {
  const t = useMessages(persistentMessages);
  const trpc = useTRPC();
  const may = useMay();
  const [asked, setAsked] = useState<'want' | 'remove'>();
  const [receipts, setReceipts] = useState<readonly CopyReceipt[]>();
  const details = useQuery(
    trpc.persistentTasks.byId.queryOptions(
      { clusterId, kind, id },
      { refetchInterval: refreshMs, enabled: receipts === undefined, retry: false },
    ),
  );
  const task = details.data?.task;
  const name = task === undefined || task.url === '' ? id.slice(0, 16) : taskName(task.url).name;
  const health = task && copyHealth(task, details.dataUpdatedAt);
  const mayDo = (action: 'update' | 'delete') => may({ action, subject: 'PersistentTask' });
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.title, href: `/persistent?cluster=${clusterId}` }, { label: name }]}
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {name}
            {health !== undefined && receipts === undefined && (
              <StatePill tone={toneOf[health]} label={t.health[health]} />
            )}
            <Badge>{t.kinds[kind]}</Badge>
          </span>
        }
        note={task && task.url !== '' && <span className="[overflow-wrap:anywhere]">{task.url}</span>}
        actions={
          task !== undefined &&
          receipts === undefined && (
            <>
              {mayDo('update') && (
                <Button onClick={() => setAsked('want')}>
                  <Layers aria-hidden />
                  {t.view.change}
                </Button>
              )}
              {mayDo('delete') && (
                <Button onClick={() => setAsked('remove')}>
                  <Trash2 aria-hidden />
                  {t.view.remove}
                </Button>
              )}
            </>
          )
        }
      />
      {receipts !== undefined && <ReceiptTable receipts={receipts} />}
      {receipts === undefined && details.isError && task === undefined && (
        <LoadProblem what={t.thisTask} error={details.error} onRetry={() => void details.refetch()} />
      )}
      {receipts === undefined && details.isPending && (
        <Card aria-busy>
          <SkeletonRows rows={5} />
        </Card>
      )}
      {receipts === undefined && details.data !== undefined && (
        <div className="flex flex-col gap-5">
          <TaskFacts task={details.data.task} />
          <CopyTable copies={details.data.copies} />
        </div>
      )}
      {asked === 'want' && task !== undefined && <WantDialog task={task} onClose={() => setAsked(undefined)} />}
      {asked === 'remove' && task !== undefined && (
        <RemoveDialog
          task={task}
          onClose={() => setAsked(undefined)}
          onRemoved={(told) => {
            setAsked(undefined);
            setReceipts(told);
          }}
        />
      )}
    </>
  );
}

function TaskFacts({ task }: { readonly task: PersistentTask }) {
  const t = useMessages(persistentMessages).view;
  const format = useFormat();
  const optional = (term: string, value: string) => (value === '' ? [] : [{ term, value }]);
  return (
    <Card aria-label={t.facts}>
      <CardHeader title={t.facts} />
      <Facts
        className="px-4 pb-5 sm:px-5"
        facts={[
          { term: t.wanted, value: format.number(task.wantedReplicas) },
          { term: t.living, value: format.number(task.replicas) },
          { term: t.pinned, value: format.number(task.pinnedReplicas) },
          { term: t.size, value: format.bytes(task.contentLength) },
          { term: t.pieces, value: format.number(task.pieceCount) },
          ...optional(t.application, task.application),
          ...optional(t.tag, task.tag),
          { term: t.created, value: <DateTime atMs={task.createdAtMs} /> },
          ...(task.expiresAtMs > 0 ? [{ term: t.expires, value: <DateTime atMs={task.expiresAtMs} /> }] : []),
          {
            term: t.id,
            value: (
              <span className="flex items-center gap-1 font-mono font-normal text-sm">
                {task.id}
                <CopyButton text={task.id} label={t.copyId} className="-my-1.5" />
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}
