import type { Need } from '../session/index.ts';
import type { helpMessages } from './messages.ts';

type Texts = (typeof helpMessages)['en'];

/** Something that can be read about, and the page where it is done. */
export interface Topic {
  readonly name: keyof Texts['topics'];
  readonly href: string;
  /** Who may not do this is not led to the page; the text is for everybody. */
  readonly needs: Need;
}

/** In the order of the page: what a first-time user asks first. */
export const topics: readonly Topic[] = [
  { name: 'firstPull', href: '/', needs: { action: 'read', subject: 'Task' } },
  { name: 'slow', href: '/tasks', needs: { action: 'read', subject: 'Task' } },
  { name: 'preheat', href: '/preheat/new', needs: { action: 'create', subject: 'Job' } },
  { name: 'privateImages', href: '/registry-credentials', needs: { action: 'read', subject: 'RegistryCredential' } },
  { name: 'landing', href: '/clusters', needs: { action: 'read', subject: 'SchedulerCluster' } },
  { name: 'scripts', href: '/tokens', needs: { action: 'create', subject: 'ApiToken' } },
  { name: 'people', href: '/users', needs: { action: 'read', subject: 'User' } },
  { name: 'told', href: '/webhooks', needs: { action: 'read', subject: 'Webhook' } },
  { name: 'money', href: '/', needs: { action: 'read', subject: 'Usage' } },
  { name: 'views', href: '/tasks', needs: { action: 'read', subject: 'SavedView' } },
];

/** Where a topic stands on the page of help. */
export const topicHref = (name: Topic['name']): string => `/help#${name}`;
