import { Failure } from '@damselfly/core';
import type { ServerErrorResponse, StatusObject } from '@grpc/grpc-js';
import { encodeBackend } from '../backend-error.ts';

/** Told about errors nobody threw on purpose; the caller of the RPC sees only `internal error`. */
export type OnInternalError = (error: unknown, path: string) => void;

const maxDetailsLength = 4096;

/** The status a thrown value becomes, safe to put into trailers. */
export function statusFor(thrown: unknown, path: string, onInternalError: OnInternalError): ServerErrorResponse {
  const failure = Failure.from(thrown);
  if (failure.code === 'internal') onInternalError(failure.cause ?? failure, path);
  const details = sendable(failure.message);
  const status: Partial<StatusObject> = { code: failure.surface.grpc, details };
  const metadata = encodeBackend(failure);
  if (metadata) status.metadata = metadata;
  return Object.assign(new Error(details), status);
}

/** grpc-js percent-encodes details with encodeURI, which throws on half a surrogate pair. */
function sendable(message: string): string {
  return message.slice(0, maxDetailsLength).replace(/\p{Surrogate}/gu, '\uFFFD');
}
