import { type FailureCode, isFailureCode } from '@damselfly/core';
import { TRPCClientError } from '@trpc/client';

/** Why a call failed. `unreachable`: no answer came at all. `page`: this page itself failed. */
export interface CallFailure {
  readonly code: FailureCode | 'unreachable' | 'page';
  /** The console's own sentence with cause and remedy, in English; absent when it said none that is fit to show. */
  readonly said?: string;
}

/** Reads the failure out of what a call threw. */
export function callFailure(thrown: unknown): CallFailure {
  if (!(thrown instanceof TRPCClientError)) return { code: 'page' };
  const data: unknown = thrown.data;
  if (typeof data !== 'object' || data === null) return { code: 'unreachable' };
  const told = 'failure' in data ? data.failure : undefined;
  if (isFailureCode(told)) return { code: told, said: thrown.message };
  const refused = 'code' in data && data.code === 'BAD_REQUEST';
  return refused ? { code: 'invalid' } : { code: 'internal' };
}

/** True when the same call may succeed later without anybody doing something. */
export function passes({ code }: CallFailure): boolean {
  return code === 'unreachable' || code === 'unavailable' || code === 'timeout';
}
