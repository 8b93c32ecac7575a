'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react';
import type { CallFailure } from './call-failure.ts';
import { type Connection, ConnectionStatus } from './connection-status.ts';
import { createQueryClient } from './query-client.ts';
import { ApiContext, createApi } from './trpc.ts';

const StatusContext = createContext<ConnectionStatus | undefined>(undefined);

/** Connects everything below it with the console. */
export function ConnectionProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(() => createQueryClient(leaveWhenBarred));
  const [api] = useState(createApi);
  const [status] = useState(() => new ConnectionStatus());
  return (
    <QueryClientProvider client={queryClient}>
      <ApiContext value={api}>
        <StatusContext value={status}>{children}</StatusContext>
      </ApiContext>
    </QueryClientProvider>
  );
}

/** Nothing on the page can be used without a session: go where one is had. A full load drops what was read before. */
function leaveWhenBarred({ code }: CallFailure): void {
  const here = window.location.pathname + window.location.search;
  if (code === 'unauthenticated') window.location.assign(`/sign-in?to=${encodeURIComponent(here)}`);
  if (code === 'precondition') window.location.assign('/change-password');
}

export function useConnectionStatus(): ConnectionStatus {
  const status = useContext(StatusContext);
  if (status === undefined) throw new Error('useConnectionStatus needs a ConnectionProvider above');
  return status;
}

/** How the page's lines to the console are now. */
export function useConnection(): Connection {
  const status = useConnectionStatus();
  return useSyncExternalStore(status.subscribe, status.now, () => 'connecting');
}
