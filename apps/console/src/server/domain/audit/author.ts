import type { Client } from '../access/client.ts';
import type { Viewer } from '../accounts/viewer.ts';

/** Who did something, as the audit log names them. */
export interface Author {
  readonly kind: 'user' | 'token' | 'system' | 'anonymous';
  readonly userId: number | null;
  readonly name: string;
  readonly tenantId: string | null;
  readonly from: Client;
}

/** A viewer as an author. Tokens go by their holder's name and their own. */
export function authorOf(viewer: Viewer): Author {
  const common = { userId: viewer.user?.id ?? null, tenantId: viewer.tenant.id, from: viewer.from };
  if (viewer.kind === 'session') return { ...common, kind: 'user', name: viewer.user.name };
  const holder = viewer.user?.name ?? viewer.serviceAccount?.name ?? '';
  return { ...common, kind: 'token', name: `${holder}/${viewer.token.name}` };
}

/** Damselfly itself: schedules, retention, what a start does. */
export const systemAuthor: Author = {
  kind: 'system',
  userId: null,
  name: 'damselfly',
  tenantId: null,
  from: { ip: '', userAgent: '' },
};

/** Somebody who is not signed in and says to be `name`. */
export const stranger = (name: string, from: Client): Author => ({
  kind: 'anonymous',
  userId: null,
  name,
  tenantId: null,
  from,
});
