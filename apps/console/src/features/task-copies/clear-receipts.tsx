'use client';
import { useEffect, useEffectEvent } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill, type StateTone } from '../../ui/state-pill.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { LoadProblem } from '../connection/index.ts';
import { type PreheatItem, useJob } from '../preheat/index.ts';
import { copiesMessages } from './messages.ts';

const tones: Readonly<Record<PreheatItem['state'], StateTone>> = {
  pending: 'waiting',
  running: 'downloading',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'unknown',
};

interface ClearReceiptsProps {
  readonly job: number;
  /** Called once it is over. */
  readonly onEnded: () => void;
}

/** What became of each copy that was to be deleted, as it goes. */
export function ClearReceipts({ job: id, onEnded }: ClearReceiptsProps) {
  const t = useMessages(copiesMessages);
  const format = useFormat();
  const { followed, error, retry } = useJob(id);
  const ended = followed !== undefined && followed.job.finishedAt !== null;
  const tellEnd = useEffectEvent(onEnded);
  useEffect(() => {
    if (ended) tellEnd();
  }, [ended]);
  if (error !== undefined && followed === undefined)
    return <LoadProblem what={t.receipts} error={error} onRetry={retry} />;
  return (
    <Card aria-label={t.receipts} aria-busy={!ended}>
      <CardHeader
        title={t.receipts}
        note={followed === undefined ? undefined : `${t.receiptsNote} ${format.number(followed.items.length)}`}
        actions={
          <Link href={`/preheat/${id}`} className="text-link text-xs hover:underline">
            {t.openJob}
          </Link>
        }
      />
      {followed === undefined && <SkeletonRows rows={3} />}
      {ended && followed.items.length === 0 && (
        <p className="px-4 pb-4 text-muted text-sm sm:px-5">{followed.job.failure || t.noReceipts}</p>
      )}
      {followed !== undefined && followed.items.length > 0 && (
        <Table label={t.receipts}>
          <thead>
            <tr>
              <TableHead>{t.columns.host}</TableHead>
              <TableHead>{t.columns.state}</TableHead>
              <TableHead>{t.reason}</TableHead>
            </tr>
          </thead>
          <tbody>
            {followed.items.map(({ id: item, hostname, ip, state, failure, failureCode }) => (
              <TableRow key={item}>
                <TableCell>
                  <span className="font-medium">{hostname || ip}</span>
                </TableCell>
                <TableCell>
                  <StatePill tone={tones[state]} label={t.receiptStates[state]} />
                </TableCell>
                <TableCell className="text-muted">{failure || failureCode || '–'}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
