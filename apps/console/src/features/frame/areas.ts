import {
  AppWindow,
  Archive,
  Bot,
  Boxes,
  Building2,
  CalendarClock,
  Container,
  Fingerprint,
  Flame,
  Gauge,
  Info,
  KeyRound,
  Layers,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  Recycle,
  ScrollText,
  Server,
  Settings2,
  ShieldCheck,
  Users,
  Webhook,
} from 'lucide-react';
import type { Need } from '../session/index.ts';
import type { frameMessages } from './messages.ts';

type Texts = (typeof frameMessages)['en'];

/** A part of the console that the side bar leads to. Who adds a page adds its line, and its name to the texts. */
export interface Area {
  readonly href: string;
  /** Its name among the texts. */
  readonly name: Exclude<keyof Texts['areas'], 'label'>;
  readonly section: keyof Texts['sections'] | 'top';
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key?: string;
  /** Who may not do this does not see the area. */
  readonly needs: Need;
  /** Its page can be narrowed to one cluster. */
  readonly byCluster?: boolean;
}

const read = (subject: string): Need => ({ action: 'read', subject });

/** In the order of the side bar. */
export const areas: readonly Area[] = [
  {
    ...{ href: '/', name: 'overview', section: 'top', icon: LayoutDashboard, key: 'o' },
    ...{ needs: read('Overview'), byCluster: true },
  },
  {
    ...{ href: '/tasks', name: 'tasks', section: 'swarm', icon: ListTree, key: 't' },
    ...{ needs: read('Task'), byCluster: true },
  },
  { href: '/clusters', name: 'clusters', section: 'swarm', icon: Boxes, key: 'c', needs: read('SchedulerCluster') },
  {
    ...{ href: '/hosts', name: 'hosts', section: 'swarm', icon: Server, key: 'h' },
    ...{ needs: read('Host'), byCluster: true },
  },
  {
    ...{ href: '/schedulers', name: 'schedulers', section: 'swarm', icon: CalendarClock, key: 's' },
    ...{ needs: read('Scheduler'), byCluster: true },
  },
  {
    ...{ href: '/seed-peers', name: 'seedPeers', section: 'swarm', icon: Layers },
    ...{ needs: read('SeedPeer'), byCluster: true },
  },
  { href: '/preheat', name: 'preheat', section: 'content', icon: Flame, key: 'p', needs: read('Job') },
  {
    ...{ href: '/persistent', name: 'persistent', section: 'content', icon: Archive },
    ...{ needs: read('PersistentTask'), byCluster: true },
  },
  {
    ...{ href: '/applications', name: 'applications', section: 'content', icon: AppWindow, key: 'a' },
    needs: read('Application'),
  },
  {
    ...{ href: '/registry-credentials', name: 'registryCredentials', section: 'content', icon: Container },
    needs: read('RegistryCredential'),
  },
  { href: '/webhooks', name: 'webhooks', section: 'content', icon: Webhook, needs: read('Webhook') },
  { href: '/tenants', name: 'tenants', section: 'access', icon: Building2, needs: read('Membership') },
  { href: '/users', name: 'users', section: 'access', icon: Users, key: 'u', needs: read('User') },
  { href: '/roles', name: 'roles', section: 'access', icon: ShieldCheck, needs: read('Role') },
  { href: '/service-accounts', name: 'serviceAccounts', section: 'access', icon: Bot, needs: read('ServiceAccount') },
  { href: '/tokens', name: 'tokens', section: 'access', icon: KeyRound, key: 'k', needs: read('ApiToken') },
  {
    ...{ href: '/identity-providers', name: 'identityProviders', section: 'access', icon: Fingerprint },
    needs: read('IdentityProvider'),
  },
  { href: '/usage', name: 'usage', section: 'operate', icon: Gauge, needs: read('Quota') },
  { href: '/audit', name: 'audit', section: 'operate', icon: ScrollText, key: 'l', needs: read('AuditEvent') },
  { href: '/garbage-collection', name: 'gc', section: 'operate', icon: Recycle, needs: read('ConfigRevision') },
  {
    ...{ href: '/settings', name: 'settings', section: 'operate', icon: Settings2 },
    needs: { action: 'manage', subject: 'System' },
  },
  { href: '/about', name: 'about', section: 'operate', icon: Info, needs: read('System') },
];

/** Sections in the order of the side bar, each with its areas. */
export function bySection(shown: readonly Area[]): (readonly [Area['section'], readonly Area[]])[] {
  return [...new Set(shown.map(({ section }) => section))].map((section) => [
    section,
    shown.filter((area) => area.section === section),
  ]);
}

/** True when a path lies in an area; only the start page itself lies in the overview. */
export const inArea = (path: string, { href }: Area): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
