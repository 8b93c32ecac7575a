'use client';
import { MapPinned } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { cn } from '../../ui/cn.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { settingsMessages } from './messages.ts';
import type { Landing } from './settings.ts';

/** Clusters as places for a peer, the best first, each with the sum that its score is. */
export function LandingList({ landings }: { readonly landings: readonly Landing[] }) {
  const t = useMessages(settingsMessages).landing;
  if (landings.length === 0)
    return (
      <Card>
        <EmptyState icon={MapPinned} title={t.nowhere}>
          {t.nowhereWhy}
        </EmptyState>
      </Card>
    );
  // A cluster without a scheduler cannot take anybody: the peer goes to the first that can.
  const first =
    landings.find(({ schedulers, meant }) => schedulers > 0 && meant) ?? landings.find((one) => one.schedulers > 0);
  return (
    <ol aria-live="polite" className="flex flex-col gap-4">
      {landings.map((landing, index) => (
        <LandingCard key={landing.clusterId} landing={landing} place={index + 1} here={landing === first} />
      ))}
    </ol>
  );
}

interface LandingCardProps {
  readonly landing: Landing;
  readonly place: number;
  readonly here: boolean;
}

function LandingCard({ landing, place, here }: LandingCardProps) {
  const t = useMessages(settingsMessages).landing;
  const format = useFormat();
  const { clusterId, clusterName, score, parts, meant, schedulers } = landing;
  return (
    <li>
      <Card
        aria-label={clusterName}
        className={cn(
          'grid gap-x-10 gap-y-4 p-4 sm:p-5 lg:grid-cols-[16rem_minmax(0,1fr)]',
          here && 'border-accent/60',
        )}
      >
        <div>
          <h2 className="font-semibold text-base">
            <Link href={`/clusters/${clusterId}`} className="hover:text-link">
              {clusterName}
            </Link>
          </h2>
          <p className="mt-2 flex flex-wrap items-center gap-2">
            {here ? (
              <StatePill tone="done" label={t.first} />
            ) : (
              <span className="text-muted text-sm">{t.next(format.number(place))}</span>
            )}
            {!meant && <Badge>{t.notMeant}</Badge>}
          </p>
          <p className="mt-2 text-muted text-sm">
            {schedulers === 0 ? t.noScheduler : t.schedulers(schedulers, format.number(schedulers))}
          </p>
        </div>
        <div>
          <p className="flex items-baseline justify-between text-sm">
            <span className="text-muted">{t.score}</span>
            <span className="font-semibold text-md tabular-nums">{format.number(Math.round(score * 1000) / 1000)}</span>
          </p>
          <ul className="mt-2 grid gap-1.5">
            {parts.map((part) => (
              <Part key={part.part} part={part} />
            ))}
          </ul>
        </div>
      </Card>
    </li>
  );
}

function Part({ part: { part, weight, match, matched } }: { readonly part: Landing['parts'][number] }) {
  const t = useMessages(settingsMessages).landing;
  const format = useFormat();
  const gain = Math.round(weight * match * 1000) / 1000;
  return (
    <li className="grid grid-cols-[6rem_minmax(0,1fr)_5.5rem] items-center gap-3 text-xs">
      <span className={match === 0 ? 'text-muted' : 'font-medium'}>{t.parts[part]}</span>
      <span className="flex min-w-0 items-center gap-3">
        <span
          aria-hidden
          className="h-1.5 shrink-0 overflow-hidden rounded-full bg-track/60"
          style={{ width: `${Math.max(4, weight * 100)}%` }}
        >
          <span className="block h-full rounded-full bg-accent" style={{ width: `${match * 100}%` }} />
        </span>
        <span className="truncate text-muted" title={matched}>
          {match === 0 ? (
            t.unmatched
          ) : part === 'default' ? (
            t.isDefault
          ) : (
            <>
              {t.matched} <span className="font-mono">{matched}</span>
            </>
          )}
        </span>
      </span>
      <span className="text-right text-muted tabular-nums">{t.of(format.number(gain), format.number(weight))}</span>
    </li>
  );
}
