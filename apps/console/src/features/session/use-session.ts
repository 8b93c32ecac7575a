'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../connection/index.ts';
import { mayDo, type Need, type RowFields } from './may.ts';

/** Who is signed in, in which tenant, with which choices. */
export function useSession() {
  const trpc = useTRPC();
  return useQuery(trpc.session.me.queryOptions(undefined, { staleTime: 30_000 }));
}

/** Asks what the session allows; nothing before it is known. For what to show: the server decides. */
export function useMay(): (need: Need, row?: RowFields) => boolean {
  const rules = useSession().data?.abilities;
  return (need, row) => rules !== undefined && mayDo(rules, need, row);
}
