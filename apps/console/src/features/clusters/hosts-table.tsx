'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import type { ClusterHost } from './cluster.ts';
import { clusterMessages } from './messages.ts';

interface HostsTableProps {
  readonly hosts: readonly ClusterHost[];
  readonly label: string;
}

/** Peers with their load, as their scheduler last heard it. */
export function HostsTable({ hosts, label }: HostsTableProps) {
  const { host: t, scheduler } = useMessages(clusterMessages);
  return (
    <Table label={label}>
      <thead>
        <tr>
          <TableHead>{t.name}</TableHead>
          <TableHead className="max-sm:hidden">{t.state}</TableHead>
          <TableHead className="w-40 max-sm:w-28">{t.uploads}</TableHead>
          <TableHead className="text-right max-md:hidden">{t.sending}</TableHead>
          <TableHead className="w-36 max-xl:hidden">{t.cpu}</TableHead>
          <TableHead className="w-36 max-xl:hidden">{t.memory}</TableHead>
          <TableHead className="text-right max-lg:hidden">{t.freeDisk}</TableHead>
          <TableHead className="max-lg:hidden">{scheduler.idc}</TableHead>
          <TableHead className="text-right max-md:hidden">{t.announced}</TableHead>
        </tr>
      </thead>
      <tbody>
        {hosts.map((host) => (
          <HostRow key={host.id} host={host} />
        ))}
      </tbody>
    </Table>
  );
}

function HostRow({ host }: { readonly host: ClusterHost }) {
  const t = useMessages(clusterMessages).host;
  const format = useFormat();
  return (
    <TableRow>
      <TableCell>
        <span className="font-medium [overflow-wrap:anywhere]">{host.hostname}</span>
        <span className="block text-muted text-xs">
          <span className="font-mono">
            {host.ip}:{host.port}
          </span>
          {host.version !== '' && <span className="max-sm:hidden"> · {host.version}</span>}
        </span>
      </TableCell>
      <TableCell className="max-sm:hidden">
        {host.stale ? <StatePill tone="unknown" label={t.lastKnown} /> : <StatePill tone="done" label={t.connected} />}
      </TableCell>
      <TableCell>
        <Load label={t.uploadsOf(host.hostname)} share={host.uploads / Math.max(1, host.uploadLimit)}>
          {host.uploads}
          <span className="text-muted"> / {host.uploadLimit}</span>
        </Load>
      </TableCell>
      <TableCell className="whitespace-nowrap text-right tabular-nums max-md:hidden">
        {format.rate(host.txBps / 8)}
      </TableCell>
      <TableCell className="max-xl:hidden">
        <Load label={t.cpuOf(host.hostname)} share={host.cpuPercent / 100}>
          {format.percent(Math.round(host.cpuPercent) / 100)}
        </Load>
      </TableCell>
      <TableCell className="max-xl:hidden">
        <Load label={t.memoryOf(host.hostname)} share={host.memoryUsedPercent / 100}>
          {format.percent(Math.round(host.memoryUsedPercent) / 100)}
        </Load>
      </TableCell>
      <TableCell className="whitespace-nowrap text-right tabular-nums max-lg:hidden">
        {host.diskTotalBytes === 0 ? '–' : format.bytes(host.diskFreeBytes)}
      </TableCell>
      <TableCell className="text-muted max-lg:hidden">{host.idc === '' ? '–' : host.idc}</TableCell>
      <TableCell className="whitespace-nowrap text-right text-muted max-md:hidden">
        <RelativeTime atMs={host.announcedAtMs} />
      </TableCell>
    </TableRow>
  );
}

interface LoadProps {
  readonly label: string;
  /** 0 to 1. */
  readonly share: number;
  readonly children: React.ReactNode;
}

function Load({ label, share, children }: LoadProps) {
  return (
    <div>
      <span className="text-xs tabular-nums">{children}</span>
      <ProgressBar
        value={share}
        label={label}
        tone={share >= 0.9 ? 'failed' : share === 0 ? 'waiting' : 'downloading'}
        className="mt-1 h-1"
      />
    </div>
  );
}
