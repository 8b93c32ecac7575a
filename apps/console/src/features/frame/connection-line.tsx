'use client';
import { useQuery } from '@tanstack/react-query';
import { LiveDot } from '../../ui/live-dot.tsx';
import { type Connection, useConnection, useTRPC } from '../connection/index.ts';

const looks: Readonly<Record<Connection, { tone: 'live' | 'waiting' | 'lost'; label: string }>> = {
  connecting: { tone: 'waiting', label: 'Connecting' },
  live: { tone: 'live', label: 'Live' },
  reconnecting: { tone: 'lost', label: 'Reconnecting' },
};

/** Whether what is shown is as it is now; and which console shows it. */
export function ConnectionLine({ short = false }: { readonly short?: boolean }) {
  const trpc = useTRPC();
  const { data: about } = useQuery(trpc.system.about.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const { tone, label } = looks[useConnection()];
  return (
    <p className="flex h-7 items-center gap-2.5 px-2 text-xs">
      <LiveDot tone={tone} />
      <span role="status">{label}</span>
      {!short && about !== undefined && <span className="ml-auto text-faint tabular-nums">v{about.version}</span>}
    </p>
  );
}
