'use client';
import { BookOpen, CircleHelp, CircleUser, Keyboard, KeyRound, Link2, Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { chooseTheme } from '../../theme/theme.ts';
import { useToast } from '../../ui/toast.tsx';
import { helpMessages, topicHref, topics } from '../help/index.ts';
import { useMay } from '../session/index.ts';
import { type Command, matching } from './command.ts';
import { deeds } from './deeds.ts';
import { paletteMessages } from './messages.ts';
import { useFound } from './use-found.ts';

interface CommandsNeeds {
  readonly typed: string;
  /** The areas that one may see. */
  readonly pages: readonly Omit<Command, 'group' | 'run'>[];
  readonly onShortcuts: () => void;
}

const helpShown = 4;

/** What fits to what is typed: pages, actions and help at once, tasks, hosts and clusters from the console. */
export function useCommands({ typed, pages, onShortcuts }: CommandsNeeds): readonly Command[] {
  const router = useRouter();
  const search = typed.trim();
  const found = useFound(search);
  const actions = useActions(onShortcuts);
  const help = useHelp();
  const still: Command[] = [
    ...pages.map((page) => ({ ...page, group: 'pages' as const, run: () => router.push(page.id) })),
    ...actions,
  ];
  if (search === '') return still;
  return [...matching(still, search), ...found, ...matching(help, search).slice(0, helpShown)];
}

/** What can be done from anywhere. */
function useActions(onShortcuts: () => void): Command[] {
  const { actions: t, deeds: names } = useMessages(paletteMessages);
  const router = useRouter();
  const toast = useToast();
  const may = useMay();
  const copyLink = async () => {
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const copied = await clipboard?.writeText(window.location.href).then(
      () => true,
      () => false,
    );
    toast(copied === true ? { title: t.linkCopied } : { title: t.linkRefused, tone: 'failed' });
  };
  const group = 'actions' as const;
  const go = (href: string) => () => router.push(href);
  return [
    ...deeds
      .filter(({ needs }) => may(needs))
      .map(({ name, href, icon }) => ({ id: href, group, label: names[name], icon, run: go(href) })),
    { id: 'link', group, label: t.link, icon: Link2, run: () => void copyLink() },
    { id: 'profile', group, label: t.profile, icon: CircleUser, run: go('/profile') },
    { id: 'password', group, label: t.password, icon: KeyRound, run: go('/change-password') },
    { id: 'light', group, label: t.light, icon: Sun, run: () => chooseTheme('light') },
    { id: 'dark', group, label: t.dark, icon: Moon, run: () => chooseTheme('dark') },
    { id: 'system', group, label: t.system, icon: Monitor, run: () => chooseTheme('system') },
    { id: 'shortcuts', group, label: t.shortcuts, icon: Keyboard, run: onShortcuts },
    { id: 'help', group, label: t.help, icon: CircleHelp, run: go('/help') },
    { id: 'api', group, label: t.api, icon: BookOpen, run: () => window.location.assign('/api-docs/') },
  ];
}

/** Answers, found by their titles and by what they say. */
function useHelp(): Command[] {
  const t = useMessages(helpMessages);
  const router = useRouter();
  return topics.map(({ name }) => ({
    ...{ id: name, group: 'help', label: t.topics[name].title, note: t.topics[name].text, icon: CircleHelp },
    run: () => router.push(topicHref(name)),
  }));
}
