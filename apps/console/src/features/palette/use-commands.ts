'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Boxes, Keyboard, KeyRound, Link2, ListTree, Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useTRPC } from '../connection/index.ts';
import { taskHref, taskName } from '../tasks/index.ts';
import { type Command, matching } from './command.ts';
import { paletteMessages } from './messages.ts';

const tasksShown = 6;
const clustersShown = 4;

interface CommandsNeeds {
  readonly typed: string;
  /** The areas that one may see. */
  readonly pages: readonly Omit<Command, 'group' | 'run'>[];
  readonly onShortcuts: () => void;
}

/** What fits to what is typed: pages and actions at once, tasks and clusters from the console. */
export function useCommands({ typed, pages, onShortcuts }: CommandsNeeds): readonly Command[] {
  const t = useMessages(paletteMessages).actions;
  const router = useRouter();
  const trpc = useTRPC();
  const toast = useToast();
  const { setTheme } = useTheme();
  const search = typed.trim();
  const tasks = useQuery(
    trpc.tasks.list.queryOptions(
      { search, limit: tasksShown },
      { enabled: search !== '', placeholderData: keepPreviousData },
    ),
  );
  const clusters = useQuery(trpc.clusters.list.queryOptions(undefined, { staleTime: 30_000 }));
  const copyLink = async () => {
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const copied = await clipboard?.writeText(window.location.href).then(
      () => true,
      () => false,
    );
    toast(copied === true ? { title: t.linkCopied } : { title: t.linkRefused, tone: 'failed' });
  };
  const still: Command[] = [
    ...pages.map((page) => ({ ...page, group: 'pages' as const, run: () => router.push(page.id) })),
    { id: 'link', group: 'actions', label: t.link, icon: Link2, run: () => void copyLink() },
    { id: 'light', group: 'actions', label: t.light, icon: Sun, run: () => setTheme('light') },
    { id: 'dark', group: 'actions', label: t.dark, icon: Moon, run: () => setTheme('dark') },
    { id: 'system', group: 'actions', label: t.system, icon: Monitor, run: () => setTheme('system') },
    { id: 'shortcuts', group: 'actions', label: t.shortcuts, icon: Keyboard, run: onShortcuts },
    {
      ...{ id: 'password', group: 'actions', label: t.password, icon: KeyRound },
      run: () => router.push('/change-password'),
    },
  ];
  if (search === '') return still;
  const foundTasks = (tasks.data?.items ?? []).map(({ id, facts }): Command => {
    const { name, place } = taskName(facts.url);
    return { id, group: 'tasks', label: name, note: place, icon: ListTree, run: () => router.push(taskHref(id)) };
  });
  const allClusters = (clusters.data ?? []).map(
    ({ id, name, bio }): Command => ({
      ...{ id: `cluster-${id}`, group: 'clusters', label: name, note: bio, icon: Boxes },
      run: () => router.push(`/clusters/${id}`),
    }),
  );
  return [...matching(still, search), ...foundTasks, ...matching(allClusters, search).slice(0, clustersShown)];
}
