'use client';
import type { TaskId } from '@damselfly/core';
import { useQuery } from '@tanstack/react-query';
import { RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useUrlValue } from '../../ui/use-url-value.ts';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { useMay } from '../session/index.ts';
import { taskHref, taskName } from '../tasks/index.ts';
import { CatalogueFacts } from './catalogue-facts.tsx';
import { ClearReceipts } from './clear-receipts.tsx';
import { HeldCopies } from './held-copies.tsx';
import { copiesMessages } from './messages.ts';

const ClearDialog = loaded(() => import('./clear-dialog.tsx').then((part) => part.ClearDialog));

/** Who holds a task; and the way to have all of it deleted, with a receipt from each host. */
export function TaskCopies({ id }: { readonly id: TaskId }) {
  const t = useMessages(copiesMessages);
  const trpc = useTRPC();
  const may = useMay();
  const [job, setJob] = useUrlValue('job');
  const [clearing, setClearing] = useState(false);
  const rows = useQuery(trpc.tasks.catalogued.queryOptions({ id }));
  const mayClear = may({ action: 'create', subject: 'Job' });
  const args = { task_id: id };
  const held = useQuery(
    trpc.tasks.clearPreview.queryOptions({ args }, { enabled: mayClear, retry: false, staleTime: 30_000 }),
  );
  const url = rows.data?.[0]?.url;
  const name = url === undefined ? id.slice(0, 12) : taskName(url).name;
  const jobId = /^[1-9]\d{0,9}$/.test(job) ? Number(job) : undefined;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.tasks, href: '/tasks' }, { label: name, href: taskHref(id) }, { label: t.title }]}
        title={t.title}
        note={t.note}
        actions={
          mayClear && (
            <>
              <Button disabled={held.isFetching} onClick={() => void held.refetch()}>
                <RefreshCw aria-hidden />
                {t.again}
              </Button>
              <Button disabled={(held.data?.copies ?? 0) === 0} onClick={() => setClearing(true)}>
                <Trash2 aria-hidden />
                {t.clear}
              </Button>
            </>
          )
        }
      />
      <div className="flex flex-col gap-5">
        {jobId !== undefined && <ClearReceipts job={jobId} onEnded={() => void held.refetch()} />}
        {rows.isError && <LoadProblem what={t.what} error={rows.error} onRetry={() => void rows.refetch()} />}
        <CatalogueFacts rows={rows.data} />
        {held.isError ? (
          <LoadProblem what={t.what} error={held.error} onRetry={() => void held.refetch()} />
        ) : (
          <HeldCopies preview={held.data} asking={held.isFetching} mayAsk={mayClear} />
        )}
      </div>
      {clearing && held.data !== undefined && (
        <ClearDialog
          id={id}
          preview={held.data}
          onStarted={(started) => {
            setClearing(false);
            setJob(String(started));
          }}
          onClose={() => setClearing(false)}
        />
      )}
    </>
  );
}
