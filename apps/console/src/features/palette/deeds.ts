import {
  Bot,
  Building2,
  Container,
  Fingerprint,
  Flame,
  KeyRound,
  type LucideIcon,
  ShieldCheck,
  UserPlus,
  Webhook,
} from 'lucide-react';
import type { Need } from '../session/index.ts';
import type { paletteMessages } from './messages.ts';

/** Something new that the palette begins: a page with its form open. */
export interface Deed {
  readonly name: keyof (typeof paletteMessages)['en']['deeds'];
  readonly href: string;
  readonly icon: LucideIcon;
  readonly needs: Need;
}

const create = (subject: string): Need => ({ action: 'create', subject });

export const deeds: readonly Deed[] = [
  { name: 'preheat', href: '/preheat/new', icon: Flame, needs: create('Job') },
  { name: 'token', href: '/tokens?open=new', icon: KeyRound, needs: create('ApiToken') },
  { name: 'user', href: '/users?open=new', icon: UserPlus, needs: create('User') },
  { name: 'role', href: '/roles/new', icon: ShieldCheck, needs: create('Role') },
  { name: 'serviceAccount', href: '/service-accounts?open=new', icon: Bot, needs: create('ServiceAccount') },
  { name: 'tenant', href: '/tenants?open=new', icon: Building2, needs: create('Tenant') },
  { name: 'credential', href: '/registry-credentials?open=new', icon: Container, needs: create('RegistryCredential') },
  { name: 'webhook', href: '/webhooks?open=new', icon: Webhook, needs: create('Webhook') },
  { name: 'provider', href: '/identity-providers?open=new', icon: Fingerprint, needs: create('IdentityProvider') },
];
