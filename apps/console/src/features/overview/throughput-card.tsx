import { formatRate } from '@damselfly/core';
import { AreaChart } from '../../ui/area-chart.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Overview } from './use-overview.ts';

/** Averages fade for ever; below this nothing moves. */
const noticeable = (bps = 0): number => (bps < 1024 ? 0 : bps);

/** How many points the console keeps. */
const capacity = 120;

/** How fast bytes reach peers, now and in the minutes before, by where they come from. */
export function ThroughputCard({ overview }: { readonly overview: Overview | undefined }) {
  const points = overview?.throughput ?? [];
  const now = points.at(-1);
  const fromPeers = noticeable(now?.fromPeersBps);
  const fromSource = noticeable(now?.fromSourceBps);
  return (
    <Card aria-label="Throughput" aria-busy={overview === undefined} className="flex flex-col">
      <CardHeader
        title="Throughput"
        note={points.length > 1 && spanText(points)}
        actions={
          <div className="flex flex-wrap justify-end gap-x-5">
            <Legend colour="bg-downloading" label="From peers" rate={fromPeers} />
            <Legend colour="bg-origin" label="From origin" rate={fromSource} />
          </div>
        }
      />
      <p className="px-4 pb-3 font-semibold text-2xl tabular-nums tracking-[-0.025em] sm:px-5">
        {overview === undefined ? <Skeleton className="h-9 w-44" /> : formatRate(fromPeers + fromSource)}
      </p>
      <AreaChart
        label={`Throughput of ${spanText(points)}: now ${formatRate(fromPeers)} from peers, ${formatRate(fromSource)} from the origin`}
        capacity={capacity}
        className="h-36 w-full min-h-0 flex-1 rounded-b-lg"
        series={[
          { name: 'origin', colour: 'var(--origin)', values: points.map((point) => point.fromSourceBps) },
          { name: 'peers', colour: 'var(--downloading)', values: points.map((point) => point.fromPeersBps) },
        ]}
      />
    </Card>
  );
}

function Legend({ colour, label, rate }: { colour: string; label: string; rate: number }) {
  return (
    <span className="flex items-center gap-1.5 text-muted text-xs tabular-nums">
      <span aria-hidden className={`size-2 rounded-[2px] ${colour}`} />
      {label}
      <span className="font-medium text-ink max-sm:hidden">{formatRate(rate)}</span>
    </span>
  );
}

function spanText(points: Overview['throughput']): string {
  const seconds = Math.round(((points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0)) / 1000);
  return seconds < 90 ? `the last ${seconds} s` : `the last ${Math.round(seconds / 60)} min`;
}
