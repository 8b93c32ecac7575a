'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../connection/index.ts';

/** Who is signed in, in which tenant, with which choices. */
export function useSession() {
  const trpc = useTRPC();
  return useQuery(trpc.session.me.queryOptions(undefined, { staleTime: 30_000 }));
}
