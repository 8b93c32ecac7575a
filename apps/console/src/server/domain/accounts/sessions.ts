import { Failure } from '@damselfly/core';
import { demand, permits } from '../access/permits.ts';
import type { Audit } from '../audit/audit.ts';
import type { SessionInfo, SessionStore } from './stores.ts';
import type { SessionViewer } from './viewer.ts';

export interface Sessions {
  /** The open sessions of the viewer, or of another user for who may change that user; newest first. */
  list(viewer: SessionViewer, userId?: number): Promise<readonly (SessionInfo & { readonly current: boolean })[]>;
  /** Ends one of them: within a minute also what streams in it. Throws `notFound`. */
  revoke(viewer: SessionViewer, id: string): Promise<void>;
  /** Ends all sessions of a user but the viewer's current one. */
  revokeAll(viewer: SessionViewer, userId?: number): Promise<void>;
}

export interface SessionsNeeds {
  readonly store: SessionStore;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

/** Where somebody is signed in, and how to end that. */
export function createSessions({ store, audit, now }: SessionsNeeds): Sessions {
  const demandFor = (viewer: SessionViewer, userId: number) => {
    if (userId !== viewer.user.id) demand(viewer, 'update', 'User', { id: userId });
  };
  return {
    async list(viewer, userId = viewer.user.id) {
      demandFor(viewer, userId);
      const open = await store.sessionsOf(userId, new Date(now()));
      return open.map((session) => ({ ...session, current: session.id === viewer.sessionId }));
    },
    async revoke(viewer, id) {
      const session = await store.sessionInfo(id);
      const allowed =
        session !== undefined &&
        (session.user.id === viewer.user.id || permits(viewer.rules, 'update', 'User', { id: session.user.id }));
      // Whether somebody else's session exists is not for everybody to learn.
      if (!allowed) throw new Failure('notFound', 'There is no such session.');
      await store.endSession(id);
      const target = { kind: 'User', id: session.user.id, name: session.user.name } as const;
      await audit.record(viewer, {
        action: 'revoke-session',
        target,
        before: { ip: session.ip, since: session.createdAt },
      });
    },
    async revokeAll(viewer, userId = viewer.user.id) {
      demandFor(viewer, userId);
      await store.endSessionsOf(userId, viewer.sessionId);
      await audit.record(viewer, { action: 'revoke-sessions', target: { kind: 'User', id: userId } });
    },
  };
}
