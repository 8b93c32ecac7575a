'use client';
import { type PointerEvent, useId, useRef, useState } from 'react';
import { useFormat, useMessages } from '../i18n/locale-provider.tsx';
import { cn } from './cn.ts';
import { uiMessages } from './messages.ts';
import { stackedAreas } from './stacked-areas.ts';
import { timeTicks, valueTicks } from './ticks.ts';
import { useWidth } from './use-width.ts';

export interface TimeSeries {
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  /** One a moment, as long as `atMs`. */
  readonly values: readonly number[];
}

export interface TimeChartProps {
  readonly label: string;
  /** Oldest first. */
  readonly atMs: readonly number[];
  /** Stacked, the first at the bottom. */
  readonly series: readonly TimeSeries[];
  readonly unit: 'plain' | 'bytes';
  readonly valueText: (value: number) => string;
  readonly className?: string;
}

const heightPx = 190;
const footPx = 22;
const sidePx = 64;

/** A course over time with its scale; the pointer, or the arrow keys, read a moment. The same stands in a table below. */
export function TimePlot({ label, atMs, series, unit, valueText, className }: TimeChartProps) {
  const t = useMessages(uiMessages).chart;
  const format = useFormat();
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const widthPx = Math.max(280, useWidth(frame));
  const [at, setAt] = useState<number>();
  const plotPx = widthPx - sidePx;
  const sums = atMs.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
  const ticks = valueTicks(Math.max(0, ...sums), 4, unit);
  const top = ticks.at(-1) ?? 1;
  const plotHeight = heightPx - footPx;
  const areas = stackedAreas(
    series.map(({ values }) => values),
    { width: plotPx, height: plotHeight, capacity: atMs.length, top: top === 0 ? 1 : top },
  );
  const [fromMs, toMs] = [atMs[0] ?? 0, atMs.at(-1) ?? 0];
  const x = (moment: number) => ((moment - fromMs) / Math.max(1, toMs - fromMs)) * plotPx;
  const zoneOffsetMs = -new Date(toMs).getTimezoneOffset() * 60_000;
  const longSpan = toMs - fromMs > 36 * 3_600_000;
  const read = (event: PointerEvent<SVGSVGElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const share = (event.clientX - left) / plotPx;
    setAt(Math.max(0, Math.min(atMs.length - 1, Math.round(share * (atMs.length - 1)))));
  };
  const moment = at === undefined ? undefined : atMs[at];

  if (atMs.length < 2) return <p className={cn('px-5 py-10 text-center text-muted text-sm', className)}>{t.none}</p>;
  return (
    <div ref={frame} className={cn('relative', className)}>
      <svg
        role="img"
        aria-label={label}
        width={widthPx}
        height={heightPx}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read moments
        tabIndex={0}
        onPointerMove={read}
        onPointerLeave={() => setAt(undefined)}
        onBlur={() => setAt(undefined)}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (step === 0) return;
          event.preventDefault();
          setAt(Math.max(0, Math.min(atMs.length - 1, (at ?? atMs.length) + step)));
        }}
        className="block max-w-full rounded-md focus-visible:-outline-offset-2"
      >
        {ticks.map((value) => {
          const y = plotHeight - (value / (top === 0 ? 1 : top)) * plotHeight;
          return (
            <g key={value}>
              <line
                x1={0}
                x2={plotPx}
                y1={y}
                y2={y}
                stroke="var(--border)"
                strokeDasharray={value === 0 ? '' : '2 4'}
              />
              <text x={plotPx + 8} y={Math.max(10, y + 4)} fill="var(--muted)" fontSize="11">
                {value === 0 ? '0' : valueText(value)}
              </text>
            </g>
          );
        })}
        {timeTicks(fromMs, toMs, Math.max(2, Math.floor(plotPx / 90)), zoneOffsetMs)
          .filter((tick) => x(tick) > 18)
          .map((tick) => (
            <text key={tick} x={x(tick)} y={heightPx - 4} fill="var(--muted)" fontSize="11" textAnchor="middle">
              {longSpan ? format.day(tick) : format.time(tick)}
            </text>
          ))}
        {series.map(({ name, colour }, i) => (
          <g key={name}>
            <linearGradient id={`${id}-${i}`} x1="0" y1="0" x2="0" y2="1">
              <stop offset="0" stopColor={colour} stopOpacity="0.32" />
              <stop offset="1" stopColor={colour} stopOpacity="0.08" />
            </linearGradient>
            <path d={areas[i]?.area} fill={`url(#${id}-${i})`} />
            <path d={areas[i]?.line} fill="none" stroke={colour} strokeWidth="1.5" strokeLinejoin="round" />
          </g>
        ))}
        {moment !== undefined && (
          <line x1={x(moment)} x2={x(moment)} y1={0} y2={plotHeight} stroke="var(--border-strong)" />
        )}
      </svg>
      {moment !== undefined && at !== undefined && (
        <div
          role="status"
          className="pointer-events-none absolute top-1 rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-raised"
          style={x(moment) > plotPx / 2 ? { right: widthPx - x(moment) + 10 } : { left: x(moment) + 10 }}
        >
          <p className="mb-1 text-muted tabular-nums">{longSpan ? format.dateTime(moment) : format.clock(moment)}</p>
          {[...series].reverse().map(({ name, colour, values }) => (
            <p key={name} className="flex items-center gap-2 tabular-nums">
              <span aria-hidden className="size-2 rounded-[2px]" style={{ background: colour }} />
              <span className="text-muted">{name}</span>
              <span className="ml-auto pl-3 font-medium">{valueText(values[at] ?? 0)}</span>
            </p>
          ))}
        </div>
      )}
    </div>
  );
}
