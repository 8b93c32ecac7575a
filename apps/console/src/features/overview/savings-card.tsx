'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SplitBar } from '../../ui/split-bar.tsx';
import { overviewMessages } from './messages.ts';
import type { Overview } from './use-overview.ts';

/** What the peers took off the origin: the point of the whole system. */
export function SavingsCard({ overview }: { readonly overview: Overview | undefined }) {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const fromPeers = overview?.bytesFromPeers ?? 0;
  const fromSource = overview?.bytesFromSource ?? 0;
  const total = fromPeers + fromSource;
  const saved = total === 0 ? undefined : fromPeers / total;
  return (
    <Card aria-label={t.savings.title} aria-busy={overview === undefined} className="flex flex-col">
      <CardHeader title={t.savings.title} />
      <div className="flex flex-1 flex-col px-4 pb-5 sm:px-5">
        {overview === undefined ? (
          <Skeleton className="h-9 w-24" />
        ) : (
          <p className="font-semibold text-2xl tabular-nums tracking-[-0.025em]">
            {saved === undefined ? <span className="text-faint">{format.percent(0)}</span> : format.percent(saved)}
          </p>
        )}
        <p className="mt-1 mb-5 text-pretty text-muted text-sm">
          {saved === undefined ? t.savings.nothing : t.savings.of(format.bytes(total))}
        </p>
        <SplitBar
          className="mt-auto"
          label={t.savings.bar(format.bytes(fromPeers), format.bytes(fromSource))}
          parts={[
            { label: t.throughput.fromPeers, value: fromPeers, colour: 'bg-downloading' },
            { label: t.throughput.fromOrigin, value: fromSource, colour: 'bg-origin' },
          ]}
        />
        <dl className="mt-3 grid grid-cols-2 gap-3">
          <Part colour="bg-downloading" term={t.throughput.fromPeers} bytes={overview && fromPeers} />
          <Part colour="bg-origin" term={t.throughput.fromOrigin} bytes={overview && fromSource} />
        </dl>
      </div>
    </Card>
  );
}

function Part({ colour, term, bytes }: { colour: string; term: string; bytes: number | undefined }) {
  const format = useFormat();
  return (
    <div>
      <dt className="flex items-center gap-1.5 text-muted text-xs">
        <span aria-hidden className={`size-2 rounded-[2px] ${colour}`} />
        {term}
      </dt>
      <dd className="font-medium tabular-nums">
        {bytes === undefined ? <Skeleton className="mt-1.5 h-3.5 w-16" /> : format.bytes(bytes)}
      </dd>
    </div>
  );
}
