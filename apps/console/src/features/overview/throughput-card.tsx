'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { AreaChart } from '../../ui/area-chart.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { overviewMessages } from './messages.ts';
import type { Overview } from './use-overview.ts';

/** Averages fade for ever; below this nothing moves. */
const noticeable = (bps = 0): number => (bps < 1024 ? 0 : bps);

/** How many points the console keeps. */
const capacity = 120;

/** How fast bytes reach peers, now and in the minutes before, by where they come from. */
export function ThroughputCard({ overview }: { readonly overview: Overview | undefined }) {
  const t = useMessages(overviewMessages).throughput;
  const format = useFormat();
  const points = overview?.throughput ?? [];
  const spanMs = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
  const span = t.span(format.duration(Math.round(spanMs / 1000) * 1000));
  const now = points.at(-1);
  const fromPeers = noticeable(now?.fromPeersBps);
  const fromSource = noticeable(now?.fromSourceBps);
  return (
    <Card aria-label={t.title} aria-busy={overview === undefined} className="flex flex-col">
      <CardHeader
        title={t.title}
        note={points.length > 1 && span}
        actions={
          <div className="flex flex-wrap justify-end gap-x-5">
            <Legend colour="bg-downloading" label={t.fromPeers} rate={fromPeers} />
            <Legend colour="bg-origin" label={t.fromOrigin} rate={fromSource} />
          </div>
        }
      />
      <p className="px-4 pb-3 font-semibold text-2xl tabular-nums tracking-[-0.025em] sm:px-5">
        {overview === undefined ? <Skeleton className="h-9 w-44" /> : format.rate(fromPeers + fromSource)}
      </p>
      <AreaChart
        label={t.chart(span, format.rate(fromPeers), format.rate(fromSource))}
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
  const format = useFormat();
  return (
    <span className="flex items-center gap-1.5 text-muted text-xs tabular-nums">
      <span aria-hidden className={`size-2 rounded-[2px] ${colour}`} />
      {label}
      <span className="font-medium text-ink max-sm:hidden">{format.rate(rate)}</span>
    </span>
  );
}
