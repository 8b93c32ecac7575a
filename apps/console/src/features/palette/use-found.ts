'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Boxes, ListTree, Server } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTRPC } from '../connection/index.ts';
import { useMay } from '../session/index.ts';
import { taskHref, taskName } from '../tasks/index.ts';
import { type Command, matching } from './command.ts';

const tasksShown = 6;
const hostsShown = 4;
const clustersShown = 4;
/** What the console takes of a host's name. */
const maxHostSearch = 256;

/** Tasks, hosts and clusters that have what is typed; nothing while nothing is. */
export function useFound(search: string): readonly Command[] {
  const trpc = useTRPC();
  const router = useRouter();
  const may = useMay();
  const asked = { enabled: search !== '', placeholderData: keepPreviousData };
  const tasks = useQuery(trpc.tasks.list.queryOptions({ search, limit: tasksShown }, asked));
  const mayHosts = may({ action: 'read', subject: 'Host' });
  const hosts = useQuery(
    trpc.hosts.search.queryOptions(
      { search: search.slice(0, maxHostSearch), limit: hostsShown },
      { ...asked, enabled: asked.enabled && mayHosts },
    ),
  );
  const clusters = useQuery(trpc.clusters.list.queryOptions(undefined, { staleTime: 30_000 }));
  if (search === '') return [];
  const go = (href: string) => () => router.push(href);
  const ofClusters = (clusters.data ?? []).map(
    ({ id, name, bio }): Command => ({
      ...{ id: `cluster-${id}`, group: 'clusters', label: name, note: bio, icon: Boxes },
      run: go(`/clusters/${id}`),
    }),
  );
  return [
    ...(tasks.data?.items ?? []).map(({ id, facts }): Command => {
      const { name, place } = taskName(facts.url);
      return { id, group: 'tasks', label: name, note: place, icon: ListTree, run: go(taskHref(id)) };
    }),
    ...(hosts.data?.items ?? []).map(
      ({ id, hostname, ip }): Command => ({
        ...{ id: `host-${id}`, group: 'hosts', label: hostname, note: ip, icon: Server },
        run: go(`/hosts/${id}`),
      }),
    ),
    ...matching(ofClusters, search).slice(0, clustersShown),
  ];
}
