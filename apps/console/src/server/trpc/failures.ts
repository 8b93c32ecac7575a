import { Failure, isAbort } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';

/** What a caller reads instead of an error's own text. */
const internalText = 'Internal error. The log of the console says more.';

/** The tRPC error a failure becomes. The text of anything not thrown on purpose goes to the log, not to the caller. */
export function toTrpcError(thrown: unknown, { log, path }: { readonly log: Log; readonly path: string }): TRPCError {
  if (thrown instanceof TRPCError && !(thrown.cause instanceof Error)) return thrown;
  const cause = thrown instanceof TRPCError ? thrown.cause : thrown;
  // A wrong input is tRPC's own finding about the caller's data: it names the fields, and nothing of ours.
  if (thrown instanceof TRPCError && thrown.code === 'BAD_REQUEST' && !(cause instanceof Failure)) return thrown;
  const failure = Failure.from(cause);
  if (failure.code === 'internal') log.error({ err: failure.cause ?? failure, path }, 'a procedure failed');
  else if (!isAbort(cause)) log.debug({ code: failure.code, path, reason: failure.message }, 'a procedure refused');
  const message = failure.code === 'internal' ? internalText : failure.message;
  return new TRPCError({ code: failure.surface.trpc, message, cause: failure });
}

/** What a caller reads when the error's own text is not fit for that: nothing of ours, and no JSON. */
export function publicMessage({ code, cause }: TRPCError): string | undefined {
  if (code === 'BAD_REQUEST' && cause instanceof ZodError) {
    return cause.issues
      .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
      .join('; ');
  }
  return code === 'INTERNAL_SERVER_ERROR' && !(cause instanceof Failure) ? internalText : undefined;
}
