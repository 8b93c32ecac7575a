'use client';
import { useQuery } from '@tanstack/react-query';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { useTRPC } from '../connection/index.ts';
import { clusterMessages } from './messages.ts';

const freshMs = 30_000;

/** How a cluster is called; by its number while its name is not known. */
export function useClusterNames(): (id: number) => string {
  const t = useMessages(clusterMessages);
  const trpc = useTRPC();
  const { data } = useQuery(trpc.clusters.list.queryOptions(undefined, { staleTime: freshMs }));
  return (id) => data?.find((cluster) => cluster.id === id)?.name ?? t.numbered(id);
}
