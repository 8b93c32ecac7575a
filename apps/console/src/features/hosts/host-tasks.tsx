'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StatePill, type StateTone } from '../../ui/state-pill.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { taskHref, taskName } from '../tasks/index.ts';
import type { HostTask } from './host-now.ts';
import { hostMessages } from './messages.ts';

const tones: Readonly<Record<HostTask['state'], StateTone>> = {
  waiting: 'waiting',
  downloading: 'downloading',
  backToSource: 'origin',
  succeeded: 'done',
  failed: 'failed',
};

/** The tasks a host has or fetches. */
export function HostTasks({ tasks }: { readonly tasks: readonly HostTask[] | undefined }) {
  const t = useMessages(hostMessages).tasks;
  const format = useFormat();
  return (
    <Card aria-label={t.title} aria-busy={tasks === undefined}>
      <CardHeader title={t.title} note={t.note} />
      {tasks === undefined && <Skeleton className="mx-5 mb-5 h-4 w-64" />}
      {tasks?.length === 0 && <p className="px-4 pb-4 text-muted text-sm sm:px-5">{t.none}</p>}
      {tasks !== undefined && tasks.length > 0 && (
        <Table label={t.title}>
          <thead>
            <tr>
              <TableHead>{t.task}</TableHead>
              <TableHead>{t.state}</TableHead>
              <TableHead className="text-right">{t.bytes}</TableHead>
              <TableHead className="text-right max-sm:hidden">{t.joined}</TableHead>
            </tr>
          </thead>
          <tbody>
            {tasks.map(({ task, url, state, finishedBytes, contentLength, joinedAtMs }) => (
              <TableRow key={`${task} ${joinedAtMs}`}>
                <TableCell className="max-w-0 sm:w-1/2">
                  <Link href={taskHref(task)} title={url} className="block truncate font-medium">
                    {taskName(url).name}
                  </Link>
                </TableCell>
                <TableCell>
                  <StatePill tone={tones[state]} label={t.states[state]} />
                </TableCell>
                <TableCell className="whitespace-nowrap text-right tabular-nums">
                  {format.bytes(finishedBytes)}
                  {contentLength !== undefined && <span className="text-muted"> / {format.bytes(contentLength)}</span>}
                </TableCell>
                <TableCell className="whitespace-nowrap text-right text-muted max-sm:hidden">
                  <RelativeTime atMs={joinedAtMs} />
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
