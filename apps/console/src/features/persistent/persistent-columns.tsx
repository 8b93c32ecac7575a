'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import type { Column } from '../../ui/column.ts';
import { Link } from '../../ui/link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { taskName } from '../tasks/index.ts';
import { persistentMessages } from './messages.ts';
import { copyHealth, type PersistentTask, persistentHref, toneOf } from './persistent.ts';

/** The columns of what is kept; `nowMs` is when the rows were read. */
export function usePersistentColumns(nowMs: number): readonly Column<PersistentTask>[] {
  const t = useMessages(persistentMessages);
  const format = useFormat();
  return [
    {
      ...{ id: 'task', header: t.columns.task, width: 'minmax(10rem, 3fr)' },
      cell: (task) => (
        <Link href={persistentHref(task)} className="block min-w-0" title={task.url || task.id}>
          <span className="block truncate font-medium">
            {task.url === '' ? task.tag || task.id.slice(0, 16) : taskName(task.url).name}
          </span>
          <span className="block truncate font-mono text-muted text-xs">{task.id}</span>
        </Link>
      ),
    },
    {
      ...{ id: 'health', header: t.columns.health, width: '11rem' },
      cell: (task) => {
        const health = copyHealth(task, nowMs);
        return (
          <span className="flex items-center gap-2">
            <StatePill tone={toneOf[health]} label={t.health[health]} />
            <span className="text-muted text-xs tabular-nums">
              {t.of(format.number(task.replicas), format.number(task.wantedReplicas))}
            </span>
          </span>
        );
      },
    },
    {
      ...{ id: 'kind', header: t.columns.kind, width: '6rem', fromPx: 680 },
      cell: ({ kind }) => <Badge>{t.kinds[kind]}</Badge>,
    },
    {
      ...{ id: 'size', header: t.columns.size, width: '7rem', align: 'end', fromPx: 520 },
      cell: ({ contentLength }) => format.bytes(contentLength),
    },
    {
      ...{ id: 'expires', header: t.columns.expires, width: '8rem', align: 'end', fromPx: 760 },
      cell: ({ expiresAtMs }) =>
        expiresAtMs <= nowMs ? (
          '–'
        ) : (
          <time dateTime={new Date(expiresAtMs).toISOString()} title={format.dateTime(expiresAtMs)}>
            {t.in(format.duration(expiresAtMs - nowMs))}
          </time>
        ),
    },
    {
      ...{ id: 'updated', header: t.columns.updated, width: '7rem', align: 'end', fromPx: 900 },
      cell: ({ updatedAtMs }) => <RelativeTime atMs={updatedAtMs} />,
    },
  ];
}
