'use client';
import { CalendarClock } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Card } from '../../ui/card.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import type { SchedulerInfo } from './cluster.ts';
import { clusterMessages } from './messages.ts';

/** The schedulers of a cluster with the state of their leases. */
export function SchedulersTable({ schedulers }: { readonly schedulers: readonly SchedulerInfo[] }) {
  const t = useMessages(clusterMessages);
  if (schedulers.length === 0)
    return (
      <Card>
        <EmptyState
          icon={CalendarClock}
          title={t.scheduler.none}
          action={<CommandLine command="node apps/scheduler/dist/main.js --config scheduler.yaml" />}
        >
          {t.scheduler.noneWhy}
        </EmptyState>
      </Card>
    );
  return (
    <Card aria-label={t.schedulers}>
      <Table label={t.schedulers}>
        <thead>
          <tr>
            <TableHead>{t.scheduler.name}</TableHead>
            <TableHead>{t.scheduler.lease}</TableHead>
            <TableHead className="max-md:hidden">{t.scheduler.address}</TableHead>
            <TableHead className="max-lg:hidden">{t.scheduler.idc}</TableHead>
            <TableHead className="max-lg:hidden">{t.scheduler.location}</TableHead>
            <TableHead className="text-right max-sm:hidden">{t.scheduler.lastLease}</TableHead>
          </tr>
        </thead>
        <tbody>
          {schedulers.map((scheduler) => (
            <TableRow key={scheduler.id}>
              <TableCell className="font-medium">
                {scheduler.hostname}
                <span className="block font-mono font-normal text-muted text-xs md:hidden">
                  {scheduler.ip}:{scheduler.port}
                </span>
              </TableCell>
              <TableCell>
                {scheduler.state === 'active' ? (
                  <StatePill tone="done" label={t.scheduler.active} />
                ) : (
                  <StatePill tone="inactive" label={t.scheduler.inactive} />
                )}
              </TableCell>
              <TableCell className="font-mono text-xs max-md:hidden">
                {scheduler.ip}:{scheduler.port}
              </TableCell>
              <TableCell className="text-muted max-lg:hidden">{scheduler.idc === '' ? '–' : scheduler.idc}</TableCell>
              <TableCell className="text-muted max-lg:hidden">
                {scheduler.location === '' ? '–' : scheduler.location}
              </TableCell>
              <TableCell className="whitespace-nowrap text-right text-muted max-sm:hidden">
                <LeaseText scheduler={scheduler} />
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function LeaseText({ scheduler: { state, expiresAt } }: { readonly scheduler: SchedulerInfo }) {
  const t = useMessages(clusterMessages).scheduler;
  if (expiresAt === null) return t.neverHeld;
  if (state === 'active') return t.heldNow;
  return (
    <>
      {t.ended} <RelativeTime atMs={expiresAt.getTime()} />
    </>
  );
}
