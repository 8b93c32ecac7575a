import { type FailureCode, isFailureCode } from '@damselfly/core';
import { TRPCClientError } from '@trpc/client';

/** Why a call failed, in words for people. `unreachable`: no answer came at all. */
export interface CallFailure {
  readonly code: FailureCode | 'unreachable';
  readonly message: string;
}

const unreachable: CallFailure = {
  code: 'unreachable',
  message: 'The console does not answer. It may be restarting; this page tries again by itself.',
};

/** Reads the failure out of what a call threw. */
export function callFailure(thrown: unknown): CallFailure {
  if (!(thrown instanceof TRPCClientError)) return { code: 'internal', message: 'This page failed. Reload it.' };
  const data: unknown = thrown.data;
  if (typeof data !== 'object' || data === null) return unreachable;
  const told = 'failure' in data ? data.failure : undefined;
  if (isFailureCode(told)) return { code: told, message: thrown.message };
  const refused = 'code' in data && data.code === 'BAD_REQUEST';
  return refused
    ? { code: 'invalid', message: 'The console does not understand this address. Check it, or go back.' }
    : { code: 'internal', message: thrown.message };
}

/** True when the same call may succeed later without anybody doing something. */
export function passes({ code }: CallFailure): boolean {
  return code === 'unreachable' || code === 'unavailable' || code === 'timeout';
}
