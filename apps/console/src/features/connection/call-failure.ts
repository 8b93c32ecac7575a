import { type FailureCode, isFailureCode } from '@damselfly/core';
import { ApiError } from './api/api-error.ts';

/** Why a call failed. `unreachable`: no answer came at all. `page`: this page itself failed. */
export interface CallFailure {
  readonly code: FailureCode | 'unreachable' | 'page';
  /** The console's own sentence with cause and remedy, in English; absent when it said none that is fit to show. */
  readonly said?: string;
}

/** Reads the failure out of what a call threw. */
export function callFailure(thrown: unknown): CallFailure {
  if (!(thrown instanceof ApiError)) return { code: 'page' };
  const { data } = thrown;
  if (data === undefined) return { code: 'unreachable' };
  const told = data.failure;
  if (isFailureCode(told)) return { code: told, said: thrown.message };
  const refused = data.code === 'BAD_REQUEST';
  return refused ? { code: 'invalid' } : { code: 'internal' };
}

/** True when the same call may succeed later without anybody doing something. */
export function passes({ code }: CallFailure): boolean {
  return code === 'unreachable' || code === 'unavailable' || code === 'timeout';
}
