import { formatBytes, formatRate } from '@damselfly/core';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import type { ClusterHost } from './cluster.ts';

interface HostsTableProps {
  readonly hosts: readonly ClusterHost[];
  readonly label: string;
}

/** Peers with their load, as their scheduler last heard it. */
export function HostsTable({ hosts, label }: HostsTableProps) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <TableHead>Peer</TableHead>
          <TableHead className="max-sm:hidden">State</TableHead>
          <TableHead className="w-40 max-sm:w-28">Uploads</TableHead>
          <TableHead className="text-right max-md:hidden">Sending</TableHead>
          <TableHead className="w-36 max-xl:hidden">CPU</TableHead>
          <TableHead className="w-36 max-xl:hidden">Memory</TableHead>
          <TableHead className="text-right max-lg:hidden">Free disk</TableHead>
          <TableHead className="max-lg:hidden">IDC</TableHead>
          <TableHead className="text-right max-md:hidden">Announced</TableHead>
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
        {host.stale ? <StatePill tone="unknown" label="Last known" /> : <StatePill tone="done" label="Connected" />}
      </TableCell>
      <TableCell>
        <Load label={`Uploads of ${host.hostname}`} share={host.uploads / Math.max(1, host.uploadLimit)}>
          {host.uploads}
          <span className="text-muted"> / {host.uploadLimit}</span>
        </Load>
      </TableCell>
      <TableCell className="whitespace-nowrap text-right tabular-nums max-md:hidden">
        {formatRate(host.txBps / 8)}
      </TableCell>
      <TableCell className="max-xl:hidden">
        <Load label={`CPU of ${host.hostname}`} share={host.cpuPercent / 100}>
          {Math.round(host.cpuPercent)} %
        </Load>
      </TableCell>
      <TableCell className="max-xl:hidden">
        <Load label={`Memory of ${host.hostname}`} share={host.memoryUsedPercent / 100}>
          {Math.round(host.memoryUsedPercent)} %
        </Load>
      </TableCell>
      <TableCell className="whitespace-nowrap text-right tabular-nums max-lg:hidden">
        {host.diskTotalBytes === 0 ? '–' : formatBytes(host.diskFreeBytes)}
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
