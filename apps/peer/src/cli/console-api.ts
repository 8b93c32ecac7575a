import { Failure, isFailureCode } from '@damselfly/core';
import { z } from 'zod';

const timeoutMs = 60_000;
/** What a console says instead of an answer; its codes are ours. */
const problem = z.object({ code: z.string(), detail: z.string() });

export interface ConsoleApi {
  /** Throws the failure that the console says, `unavailable` when it does not answer. */
  ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
}

/** The API of a console under a token. Throws `invalid` without one. */
export function consoleApi(url: string, token: string | undefined, signal: AbortSignal): ConsoleApi {
  if (!token) throw new Failure('invalid', 'no token; make one in the console and set DAMSELFLY_TOKEN or --token');
  const base = url.replace(/\/+$/, '');
  return {
    async ask(method, path, body) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await reached(base, path, {
        ...sent,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const text = await response.text();
      if (response.ok) return jsonOf(text, base);
      const said = problem.safeParse(
        response.headers.get('content-type')?.includes('json') ? jsonOf(text, base) : undefined,
      );
      if (!said.success)
        throw new Failure('internal', `${base} answered ${response.status}; is it a Damselfly console?`);
      throw new Failure(isFailureCode(said.data.code) ? said.data.code : 'internal', said.data.detail);
    },
  };
}

async function reached(base: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(base + path, init);
  } catch (cause) {
    const why = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : '';
    throw new Failure(
      'unavailable',
      `the console at ${base} does not answer (${why}); set DAMSELFLY_CONSOLE or --console`,
      { cause },
    );
  }
}

function jsonOf(text: string, base: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('internal', `${base} answered no JSON; is it a Damselfly console?`, { cause });
  }
}
