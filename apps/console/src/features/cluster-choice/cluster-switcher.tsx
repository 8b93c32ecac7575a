'use client';
import { useQuery } from '@tanstack/react-query';
import { Boxes, ChevronsUpDown } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { Menu, MenuTrigger, MenuWhenOpen } from '../../ui/menu.tsx';
import { useTRPC } from '../connection/index.ts';
import { clusterChoiceMessages } from './messages.ts';
import { useClusterChoice } from './use-cluster-choice.ts';

const ClusterMenu = loaded(() => import('./cluster-menu.tsx').then((part) => part.ClusterMenu));

/** Narrows what is shown to one cluster. Absent for who sees only one. */
export function ClusterSwitcher() {
  const t = useMessages(clusterChoiceMessages);
  const trpc = useTRPC();
  const [chosen] = useClusterChoice();
  const { data: clusters } = useQuery(trpc.clusters.list.queryOptions(undefined, { staleTime: 30_000 }));
  if (clusters === undefined || clusters.length < 2) return null;
  const shown = clusters.find(({ id }) => id === chosen)?.name ?? t.allClusters;
  return (
    <Menu>
      <MenuTrigger
        aria-label={t.switchCluster(shown)}
        className="mx-3 mb-3 flex h-9 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-sm transition-colors hover:bg-hover"
      >
        <Boxes aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 flex-1 truncate text-left font-medium">{shown}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
      </MenuTrigger>
      <MenuWhenOpen>
        <ClusterMenu clusters={clusters} />
      </MenuWhenOpen>
    </Menu>
  );
}
