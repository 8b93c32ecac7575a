'use client';
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { uniqueKeys } from '../../ui/unique-keys.ts';
import { taskHref } from '../tasks/index.ts';
import { type HostNow, type HostTransfer, transfersOf } from './host-now.ts';
import { hostMessages } from './messages.ts';

const shown = 20;

/** What moves to and from a host now. */
export function HostTraffic({ now }: { readonly now: HostNow | undefined }) {
  const t = useMessages(hostMessages).traffic;
  const format = useFormat();
  const transfers = now === undefined ? [] : transfersOf(now);
  const sum = (some: readonly HostTransfer[] = []) =>
    format.rate(some.reduce((total, { rateBps }) => total + rateBps, 0));
  return (
    <Card aria-label={t.title} aria-busy={now === undefined}>
      <CardHeader
        title={t.title}
        note={t.note}
        actions={
          now !== undefined && (
            <span className="flex gap-4 text-xs tabular-nums">
              <span>
                <span className="text-muted">{t.receives}</span> {sum(now.receives)}
              </span>
              <span>
                <span className="text-muted">{t.sends}</span> {sum(now.sends)}
              </span>
            </span>
          )
        }
      />
      {now === undefined && <Skeleton className="mx-5 mb-5 h-4 w-64" />}
      {now !== undefined && transfers.length === 0 && (
        <p className="px-4 pb-4 text-muted text-sm sm:px-5">{now.uploads === undefined ? t.unseen : t.quiet}</p>
      )}
      {transfers.length > 0 && (
        <Table label={t.title}>
          <thead>
            <tr>
              <TableHead>{t.direction}</TableHead>
              <TableHead>{t.peer}</TableHead>
              <TableHead>{t.task}</TableHead>
              <TableHead className="text-right">{t.rate}</TableHead>
            </tr>
          </thead>
          <tbody>
            {uniqueKeys(
              transfers.slice(0, shown),
              ({ direction, other, task }) => `${direction} ${other?.id} ${task}`,
            ).map(([key, { direction, other, task, rateBps }]) => (
              <TableRow key={key}>
                <TableCell>
                  <span className="flex items-center gap-2">
                    {direction === 'receives' ? (
                      <ArrowDownLeft aria-hidden className="size-4 text-downloading" />
                    ) : (
                      <ArrowUpRight aria-hidden className="size-4 text-done" />
                    )}
                    {t[direction]}
                  </span>
                </TableCell>
                <TableCell>{other?.hostname ?? t.origin}</TableCell>
                <TableCell className="font-mono text-xs">
                  {task === undefined ? '–' : <Link href={taskHref(task)}>{task.slice(0, 12)}</Link>}
                </TableCell>
                <TableCell className="text-right tabular-nums">{format.rate(rateBps)}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
