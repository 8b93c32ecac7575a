import { Failure } from '@damselfly/core';
import { ZodError } from 'zod';
import { QuotaExceeded } from '../domain/quotas/quota-state.ts';
import { RateLimited } from '../domain/rate-limits/rate-limits.ts';
import type { Answer, Dialect } from './route.ts';

/** What a caller reads instead of an error's own text. */
const internalText = 'Internal error. The log of the console says more.';

/** A field of a request that is wrong. */
export interface WrongField {
  readonly field: string;
  readonly message: string;
}

/** Which fields a schema refused, under the part of the request they are in. */
export const wrongFields = (error: ZodError, part = ''): WrongField[] =>
  error.issues.slice(0, 20).map(({ path, message }) => ({
    field: [...(part === '' ? [] : [part]), ...path.map(String)].join('.') || 'body',
    message,
  }));

/** A failure as the dialect tells it. */
export function failureAnswer(thrown: unknown, dialect: Dialect): Answer {
  const failure = Failure.from(thrown);
  const answer = dialect === 'v2' ? problem(failure) : dragonfly(failure);
  if (!(failure instanceof QuotaExceeded || failure instanceof RateLimited)) return answer;
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(failure.retryAfterSeconds) } };
}

const statusOf = ({ code, surface }: Failure): number => (code === 'invalid' ? 422 : surface.http);
const textOf = ({ code, message }: Failure): string => (code === 'internal' ? internalText : message);

function problem(failure: Failure): Answer {
  const status = statusOf(failure);
  const errors = failure.cause instanceof ZodError ? { errors: wrongFields(failure.cause) } : {};
  const body = { type: 'about:blank', title: titleOf(failure), status, detail: textOf(failure), code: failure.code };
  const quota = failure instanceof QuotaExceeded ? { quota: failure.state } : {};
  return { status, body: { ...body, ...errors, ...quota }, headers: { 'Content-Type': 'application/problem+json' } };
}

function dragonfly(failure: Failure): Answer {
  const status = statusOf(failure);
  if (status === 422) return { status, body: { errors: textOf(failure) } };
  if (status === 429) {
    const quota = failure instanceof QuotaExceeded ? `: ${failure.message}` : '';
    return { status, body: `rate limit exceeded${quota}`, headers: { 'Content-Type': 'text/plain' } };
  }
  return { status, body: { message: textOf(failure) } };
}

const titleOf = ({ code }: Failure): string => code.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
