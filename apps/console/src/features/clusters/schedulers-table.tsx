import { CalendarClock } from 'lucide-react';
import { Card } from '../../ui/card.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import type { SchedulerInfo } from './cluster.ts';

/** The schedulers of a cluster with the state of their leases. */
export function SchedulersTable({ schedulers }: { readonly schedulers: readonly SchedulerInfo[] }) {
  if (schedulers.length === 0)
    return (
      <Card>
        <EmptyState
          icon={CalendarClock}
          title="No scheduler has registered"
          action={<CommandLine command="node apps/scheduler/dist/main.js --config scheduler.yaml" />}
        >
          Peers of this cluster fetch from the origin until one does. Point a scheduler’s manager.addrs at this console.
        </EmptyState>
      </Card>
    );
  return (
    <Card aria-label="Schedulers">
      <Table label="Schedulers">
        <thead>
          <tr>
            <TableHead>Scheduler</TableHead>
            <TableHead>Lease</TableHead>
            <TableHead className="max-md:hidden">Address</TableHead>
            <TableHead className="max-lg:hidden">IDC</TableHead>
            <TableHead className="max-lg:hidden">Location</TableHead>
            <TableHead className="text-right max-sm:hidden">Last lease</TableHead>
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
                  <StatePill tone="done" label="Active" />
                ) : (
                  <StatePill tone="inactive" label="Inactive" />
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
  if (expiresAt === null) return 'never held';
  if (state === 'active') return 'held now';
  return (
    <>
      ended <RelativeTime atMs={expiresAt.getTime()} />
    </>
  );
}
