import { Boxes, LayoutDashboard, ListTree, type LucideIcon } from 'lucide-react';
import type { frameMessages } from './messages.ts';

/** A part of the console that the side bar leads to. */
export interface Area {
  readonly href: string;
  /** Its name among the texts. */
  readonly name: Exclude<keyof (typeof frameMessages)['en']['areas'], 'label'>;
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
}

export const areas: readonly Area[] = [
  { href: '/', name: 'overview', icon: LayoutDashboard, key: 'o' },
  { href: '/tasks', name: 'tasks', icon: ListTree, key: 't' },
  { href: '/clusters', name: 'clusters', icon: Boxes, key: 'c' },
];

/** True when a path lies in an area; only the start page itself lies in the overview. */
export const inArea = (path: string, { href }: Area): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
