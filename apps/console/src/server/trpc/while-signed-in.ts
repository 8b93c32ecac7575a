import { Failure } from '@damselfly/core';
import { pause } from '@damselfly/core/node';
import type { SessionViewer } from '../domain/accounts/viewer.ts';
import type { Context } from './context.ts';
import { toTrpcError } from './failures.ts';

/** How often a polled stream looks for something new. */
const pollMs = 500;

type Signed = Context & { readonly viewer: SessionViewer };

/**
 * Relays a stream while its viewer stays signed in with the same rights; fails `unauthenticated` after that, so that the
 * browser asks again as who it is now. `signal` is the request's.
 */
export async function* whileSignedIn<T>(
  ctx: Signed,
  signal: AbortSignal | undefined,
  open: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T, void> {
  const ended = new AbortController();
  const stop = AbortSignal.any([ended.signal, ...(signal === undefined ? [] : [signal])]);
  const guard = guardSession(ctx, stop, ended);
  try {
    for await (const item of open(stop)) yield item;
    if (ended.signal.aborted) throw ended.signal.reason;
  } catch (error) {
    throw toTrpcError(ended.signal.aborted ? ended.signal.reason : error, { log: ctx.log, path: 'a subscription' });
  } finally {
    if (!ended.signal.aborted) ended.abort(new Failure('cancelled', 'the stream ended'));
    await guard;
  }
}

/** Aborts `ended` when the session is over, or when asking for it fails. Never rejects; settles once `stop` fires. */
async function guardSession(ctx: Signed, stop: AbortSignal, ended: AbortController): Promise<void> {
  const asBefore = rightsOf(ctx.viewer);
  while ((await pause(ctx.streamRecheckMs, stop)) === 'elapsed') {
    try {
      const viewer = await ctx.services.accounts.viewer(ctx.viewer.sessionId, ctx.client);
      if (viewer !== undefined && rightsOf(viewer) === asBefore) continue;
      ended.abort(new Failure('unauthenticated', 'The session ended. Sign in again.'));
    } catch (error) {
      ended.abort(Failure.from(error));
    }
  }
}

const rightsOf = ({ tenant, rules, user }: SessionViewer) =>
  JSON.stringify([tenant.id, rules, user.mustChangePassword]);

/** A stream of what `read` gives, at most every half second and only when it changed. */
export const pollWhileSignedIn = <T>(
  ctx: Signed,
  signal: AbortSignal | undefined,
  read: (viewer: SessionViewer) => Promise<T>,
): AsyncGenerator<T, void> =>
  whileSignedIn(ctx, signal, async function* poll(stop) {
    let last = '';
    do {
      const value = await read(ctx.viewer);
      const text = JSON.stringify(value);
      if (text !== last) yield value;
      last = text;
    } while ((await pause(pollMs, stop)) === 'elapsed');
  });
