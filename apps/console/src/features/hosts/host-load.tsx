'use client';
import type { ReactNode } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card } from '../../ui/card.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { clusterMessages } from '../clusters/index.ts';
import type { Host } from './host.ts';
import type { HostNow } from './host-now.ts';
import { hostMessages } from './messages.ts';

interface HostLoadProps {
  readonly host: Host;
  /** Absent while no scheduler tells. */
  readonly uploads: HostNow['uploads'] | undefined;
}

/** What a host carries, as it last said. */
export function HostLoad({ host, uploads }: HostLoadProps) {
  const t = useMessages(hostMessages).view;
  const words = useMessages(clusterMessages).host;
  const format = useFormat();
  const used = host.diskTotalBytes === 0 ? undefined : 1 - host.diskFreeBytes / host.diskTotalBytes;
  const sends = format.rate(host.txBps / 8);
  const limit = uploads?.limit ?? host.concurrentUploadLimit;
  return (
    <Card aria-label={t.load} className="grid grid-cols-2 gap-x-8 gap-y-5 p-5 lg:grid-cols-5">
      <Meter
        term={words.uploads}
        share={(uploads?.running ?? 0) / Math.max(1, limit)}
        value={uploads === undefined ? t.unknown : format.number(uploads.running)}
        note={`/ ${format.number(limit)}`}
      />
      <Meter term={t.network} share={host.maxTxBps === 0 ? undefined : host.txBps / host.maxTxBps} value={sends} />
      <Meter term={t.cpu} share={host.cpuPercent / 100} value={format.percent(Math.round(host.cpuPercent) / 100)} />
      <Meter
        term={t.memory}
        share={host.memoryUsedPercent / 100}
        value={format.percent(Math.round(host.memoryUsedPercent) / 100)}
      />
      <Meter
        term={t.disk}
        share={used}
        value={used === undefined ? t.unknown : format.percent(used)}
        note={used === undefined ? undefined : t.diskFree(format.bytes(host.diskFreeBytes))}
      />
    </Card>
  );
}

interface MeterProps {
  readonly term: string;
  /** 0 to 1; absent where there is no whole. */
  readonly share: number | undefined;
  readonly value: ReactNode;
  readonly note?: string | undefined;
}

function Meter({ term, share, value, note }: MeterProps) {
  return (
    <div className="min-w-0">
      <p className="text-muted text-xs">{term}</p>
      <p className="mt-0.5 mb-2 truncate font-semibold text-md tabular-nums">
        {value}
        {note !== undefined && <span className="ml-1.5 font-normal text-muted text-xs">{note}</span>}
      </p>
      {share !== undefined && (
        <ProgressBar
          value={share}
          label={term}
          tone={share >= 0.9 ? 'failed' : share === 0 ? 'waiting' : 'downloading'}
        />
      )}
    </div>
  );
}
