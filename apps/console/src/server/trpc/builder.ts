import { Failure } from '@damselfly/core';
import { initTRPC } from '@trpc/server';
import { decodeValue, encodeValue } from '../../wire/wire-value.ts';
import { createAbility } from '../auth/ability.ts';
import type { Action, Subject } from '../domain/access/access-rule.ts';
import { demandStorable } from '../storable.ts';
import type { Context } from './context.ts';
import { publicMessage, toTrpcError } from './failures.ts';

interface Permission {
  readonly action: Action;
  readonly subject: Subject;
}

const trpc = initTRPC
  .context<Context>()
  .meta<{ permission: Permission }>()
  .create({
    transformer: { serialize: encodeValue, deserialize: decodeValue },
    isDev: false,
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message: publicMessage(error) ?? shape.message,
      data: { ...shape.data, failure: error.cause instanceof Failure ? error.cause.code : undefined },
    }),
  });

export const router = trpc.router;

/** Whatever is thrown leaves as the table of failures says; what was not thrown on purpose leaves as `internal`. */
const translated = trpc.procedure.use(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  throw toTrpcError(result.error, { log: ctx.log, path });
});

/**
 * The only way to begin a procedure: whoever calls it is signed in and holds the permission. Which rows that covers is
 * the store's matter; it reads on behalf of `ctx.viewer`.
 */
export const may = (action: Action, subject: Subject) =>
  translated.meta({ permission: { action, subject } }).use(async ({ ctx, next, getRawInput }) => {
    const { viewer } = ctx;
    if (viewer === undefined) throw new Failure('unauthenticated', 'Sign in first.');
    if (!createAbility(viewer.rules).can(action, subject)) {
      throw new Failure('forbidden', `Your role does not allow this (${action} ${subject}). Ask an administrator.`);
    }
    if (viewer.user.mustChangePassword && subject !== 'Session') {
      throw new Failure('precondition', 'Change the one-time password first.');
    }
    demandStorable(await getRawInput(), 'input');
    return next({ ctx: { ...ctx, viewer } });
  });
