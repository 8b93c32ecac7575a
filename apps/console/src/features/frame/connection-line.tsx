'use client';
import { useQuery } from '@tanstack/react-query';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { LiveDot } from '../../ui/live-dot.tsx';
import { type Connection, useConnection, useTRPC } from '../connection/index.ts';
import { frameMessages } from './messages.ts';

const tones: Readonly<Record<Connection, 'live' | 'waiting' | 'lost'>> = {
  connecting: 'waiting',
  live: 'live',
  reconnecting: 'lost',
};

/** Whether what is shown is as it is now; and which console shows it. */
export function ConnectionLine({ short = false }: { readonly short?: boolean }) {
  const trpc = useTRPC();
  const { data: about } = useQuery(trpc.system.about.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const t = useMessages(frameMessages);
  const connection = useConnection();
  return (
    <p className="flex h-7 items-center gap-2.5 px-2 text-xs">
      <LiveDot tone={tones[connection]} />
      <span role="status">{t.connection[connection]}</span>
      {!short && about !== undefined && <span className="ml-auto text-faint tabular-nums">v{about.version}</span>}
    </p>
  );
}
