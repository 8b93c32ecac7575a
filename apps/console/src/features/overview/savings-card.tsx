import { formatBytes } from '@damselfly/core';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SplitBar } from '../../ui/split-bar.tsx';
import { percent } from '../tasks/index.ts';
import type { Overview } from './use-overview.ts';

/** What the peers took off the origin: the point of the whole system. */
export function SavingsCard({ overview }: { readonly overview: Overview | undefined }) {
  const fromPeers = overview?.bytesFromPeers ?? 0;
  const fromSource = overview?.bytesFromSource ?? 0;
  const total = fromPeers + fromSource;
  const saved = total === 0 ? undefined : fromPeers / total;
  return (
    <Card aria-label="Saved at the origin" aria-busy={overview === undefined} className="flex flex-col">
      <CardHeader title="Saved at the origin" />
      <div className="flex flex-1 flex-col px-4 pb-5 sm:px-5">
        {overview === undefined ? (
          <Skeleton className="h-9 w-24" />
        ) : (
          <p className="font-semibold text-2xl tabular-nums tracking-[-0.025em]">
            {saved === undefined ? <span className="text-faint">0 %</span> : percent(saved)}
          </p>
        )}
        <p className="mt-1 mb-5 text-pretty text-muted text-sm">
          {saved === undefined
            ? 'The share of all bytes that came from peers instead of the origin.'
            : `of ${formatBytes(total)} came from peers instead of the origin.`}
        </p>
        <SplitBar
          className="mt-auto"
          label={`${formatBytes(fromPeers)} from peers, ${formatBytes(fromSource)} from the origin`}
          parts={[
            { label: 'From peers', value: fromPeers, colour: 'bg-downloading' },
            { label: 'From origin', value: fromSource, colour: 'bg-origin' },
          ]}
        />
        <dl className="mt-3 grid grid-cols-2 gap-3">
          <Part colour="bg-downloading" term="From peers" bytes={overview && fromPeers} />
          <Part colour="bg-origin" term="From origin" bytes={overview && fromSource} />
        </dl>
      </div>
    </Card>
  );
}

function Part({ colour, term, bytes }: { colour: string; term: string; bytes: number | undefined }) {
  return (
    <div>
      <dt className="flex items-center gap-1.5 text-muted text-xs">
        <span aria-hidden className={`size-2 rounded-[2px] ${colour}`} />
        {term}
      </dt>
      <dd className="font-medium tabular-nums">
        {bytes === undefined ? <Skeleton className="mt-1.5 h-3.5 w-16" /> : formatBytes(bytes)}
      </dd>
    </div>
  );
}
