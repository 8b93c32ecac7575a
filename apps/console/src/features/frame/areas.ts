import { Boxes, LayoutDashboard, ListTree, type LucideIcon } from 'lucide-react';

/** A part of the console that the side bar leads to. */
export interface Area {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
}

export const areas: readonly Area[] = [
  { href: '/', label: 'Overview', icon: LayoutDashboard, key: 'o' },
  { href: '/tasks', label: 'Tasks', icon: ListTree, key: 't' },
  { href: '/clusters', label: 'Clusters', icon: Boxes, key: 'c' },
];

/** True when a path lies in an area; only the start page itself lies in the overview. */
export const inArea = (path: string, { href }: Area): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
