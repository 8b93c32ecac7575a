import { Failure, failureFromGrpc } from '@damselfly/core';
import { type CallOptions, Metadata } from '@grpc/grpc-js';
import { backendFailure, decodeBackend } from '../backend-error.ts';

export interface CallSettings {
  /** Cancels the call when it aborts. */
  readonly signal?: AbortSignal;
  /** From now, in milliseconds; travels to the server as its deadline. */
  readonly timeoutMs?: number;
  readonly metadata?: Metadata;
}

/** The metadata and options grpc-js wants. */
export function grpcArguments({ timeoutMs, metadata }: CallSettings): [Metadata, Partial<CallOptions>] {
  const options: Partial<CallOptions> = timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs };
  return [metadata ?? new Metadata(), options];
}

/** The failure behind whatever a call ended with; an abort by `signal` speaks for itself. */
export function callFailure(thrown: unknown, signal?: AbortSignal): Failure {
  if (signal?.aborted) return abortFailure(signal);
  if (thrown instanceof Failure || !isServiceError(thrown)) return Failure.from(thrown);
  const backend = thrown.code === 13 ? decodeBackend(thrown.metadata) : undefined;
  if (backend) return backendFailure(backend, { cause: thrown });
  return failureFromGrpc(thrown.code, thrown.details, { cause: thrown });
}

/** Rejects at once what is already aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortFailure(signal);
}

/** Runs `act` on abort; the returned function unlinks it. */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  signal?.addEventListener('abort', act, { once: true });
  return () => signal?.removeEventListener('abort', act);
}

function abortFailure(signal: AbortSignal): Failure {
  const reason: unknown = signal.reason;
  if (reason instanceof Failure) return reason;
  const timedOut = reason instanceof Error && reason.name === 'TimeoutError';
  return new Failure(timedOut ? 'timeout' : 'cancelled', timedOut ? 'timed out' : 'cancelled', { cause: reason });
}

function isServiceError(thrown: unknown): thrown is Error & { code: number; details: string; metadata?: Metadata } {
  return (
    thrown instanceof Error &&
    'code' in thrown &&
    typeof thrown.code === 'number' &&
    'details' in thrown &&
    typeof thrown.details === 'string' &&
    (!('metadata' in thrown) || thrown.metadata === undefined || thrown.metadata instanceof Metadata)
  );
}
