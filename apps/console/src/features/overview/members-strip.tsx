'use client';
import { CalendarClock, HardDriveDownload, Layers, ListTree, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { overviewMessages } from './messages.ts';
import type { Overview } from './use-overview.ts';

/** Who takes part, in four numbers that lead to their lists. */
export function MembersStrip({ overview }: { readonly overview: Overview | undefined }) {
  const t = useMessages(overviewMessages).members;
  const format = useFormat();
  const inactive = overview?.schedulers.inactive ?? 0;
  return (
    <Card aria-label={t.label} aria-busy={overview === undefined}>
      <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-lg bg-line lg:grid-cols-4">
        <Member
          icon={CalendarClock}
          label={t.schedulers}
          href="/clusters"
          value={overview?.schedulers.active}
          note={
            inactive > 0 ? <span className="text-failed-text">{t.inactive(format.number(inactive))}</span> : t.active
          }
        />
        <Member icon={Layers} label={t.seedPeers} href="/clusters" value={overview?.seedPeers} note={t.seedPeersNote} />
        <Member icon={HardDriveDownload} label={t.peers} href="/clusters" value={overview?.peers} note={t.peersNote} />
        <Member
          icon={ListTree}
          label={t.runningTasks}
          href="/tasks?state=running"
          value={overview?.tasks.running}
          note={overview && t.known(format.number(sumOf(overview.tasks)))}
        />
      </ul>
    </Card>
  );
}

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

interface MemberProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly href: string;
  readonly value: number | undefined;
  readonly note: ReactNode;
}

function Member({ icon: Icon, label, href, value, note }: MemberProps) {
  const format = useFormat();
  return (
    <li className="relative bg-surface p-4 transition-colors hover:bg-hover/60 sm:px-5">
      <Link
        href={href}
        className="flex items-center gap-2 text-muted text-sm after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
      >
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
        {label}
      </Link>
      <p className="mt-1.5 flex flex-wrap items-baseline gap-x-2">
        {value === undefined ? (
          <Skeleton className="my-1 h-6 w-10" />
        ) : (
          <span className="font-semibold text-xl tabular-nums tracking-[-0.02em]">{format.number(value)}</span>
        )}
        <span className="text-muted text-xs">{note}</span>
      </p>
    </li>
  );
}
