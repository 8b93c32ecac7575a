'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import type { Column } from '../../ui/column.ts';
import { Link } from '../../ui/link.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { type Host, type HostOrder, hostHref, toneOf } from './host.ts';
import { hostMessages } from './messages.ts';

/** The columns of the hosts; those that sort are named as the console orders. */
export function useHostColumns(): readonly Column<Host>[] {
  const t = useMessages(hostMessages);
  const format = useFormat();
  const by = (id: HostOrder) => ({ id, sortable: true });
  return [
    {
      ...{ ...by('hostname'), header: t.columns.host, width: 'minmax(10rem, 2fr)' },
      cell: ({ id, hostname, ip, port }) => (
        <Link href={hostHref(id)} className="block min-w-0">
          <span className="block truncate font-medium">{hostname}</span>
          <span className="block truncate font-mono text-muted text-xs">
            {ip}:{port}
          </span>
        </Link>
      ),
    },
    {
      ...{ id: 'state', header: t.columns.state, width: '7.5rem' },
      cell: ({ state }) => <StatePill tone={toneOf[state]} label={t.states[state]} />,
    },
    {
      ...{ id: 'kind', header: t.columns.kind, width: '6.5rem', fromPx: 760 },
      cell: ({ kind }) => <span className={kind === 'seed' ? '' : 'text-muted'}>{t.kinds[kind]}</span>,
    },
    {
      ...{ id: 'idc', header: t.columns.idc, width: 'minmax(5rem, 0.8fr)', fromPx: 900 },
      cell: ({ idc, location }) => (
        <span className="block truncate text-muted" title={location}>
          {idc === '' ? '–' : idc}
        </span>
      ),
    },
    {
      ...{ ...by('gitVersion'), header: t.columns.version, width: '9.5rem', fromPx: 680 },
      cell: ({ gitVersion }) => (
        <span className="block truncate font-mono text-xs">{gitVersion === '' ? '–' : gitVersion}</span>
      ),
    },
    {
      ...{ ...by('cpuPercent'), header: t.columns.cpu, width: '7rem', align: 'end', fromPx: 820 },
      cell: ({ hostname, cpuPercent, state }) =>
        state === 'left' ? (
          '–'
        ) : (
          <span className="flex w-full items-center gap-2">
            <ProgressBar
              value={cpuPercent / 100}
              label={`${t.columns.cpu}, ${hostname}`}
              tone={cpuPercent >= 90 ? 'failed' : 'downloading'}
              className="h-1 flex-1"
            />
            <span className="w-10 text-right tabular-nums">{format.percent(Math.round(cpuPercent) / 100)}</span>
          </span>
        ),
    },
    {
      ...{ ...by('txBps'), header: t.columns.sends, width: '7rem', align: 'end', fromPx: 980 },
      cell: ({ txBps, state }) => (state === 'left' ? '–' : format.rate(txBps / 8)),
    },
    {
      ...{ ...by('diskFreeBytes'), header: t.columns.disk, width: '6.5rem', align: 'end', fromPx: 1080 },
      cell: ({ diskTotalBytes, diskFreeBytes }) => (diskTotalBytes === 0 ? '–' : format.bytes(diskFreeBytes)),
    },
    {
      ...{ ...by('announcedAt'), header: t.columns.announced, width: '7rem', align: 'end', fromPx: 520 },
      cell: ({ announcedAt }) => <RelativeTime atMs={announcedAt.getTime()} />,
    },
  ];
}
