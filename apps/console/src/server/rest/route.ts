import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Action, Subject } from '../domain/access/access-rule.ts';
import type { Client } from '../domain/access/client.ts';
import type { Viewer } from '../domain/accounts/viewer.ts';
import type { Services } from '../trpc/context.ts';

/** How answers look: as Dragonfly's, or with problem+json. */
export type Dialect = 'dragonfly' | 'v2';

/** One request to a route, its parts checked. */
export interface Call<P, Q, B> {
  readonly viewer: Viewer;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly services: Services;
  readonly from: Client;
  readonly headers: IncomingHttpHeaders;
  /** Path and query as they came. */
  readonly url: URL;
  /** Fires when the caller leaves. */
  readonly signal: AbortSignal;
}

export interface Answer {
  /** 200 unless given. */
  readonly status?: number;
  /** Sent as JSON; nothing when it is absent. */
  readonly body?: unknown;
  /** Sent piece by piece instead of `body`, as its `Content-Type` says. */
  readonly stream?: AsyncIterable<string>;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Described {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** As OpenAPI writes it: `/api/v2/jobs/{id}`. */
  readonly path: string;
  readonly dialect: Dialect;
  /** What the caller must be allowed; `open`: nothing, the handler looks for itself. */
  readonly permission: { readonly action: Action; readonly subject: Subject } | 'open';
  readonly tag: string;
  readonly summary: string;
  /** What is answered; absent for an empty body. */
  readonly answer?: z.ZodType;
  /** 200 unless given. */
  readonly status?: number;
  /** Takes an `Idempotency-Key`. */
  readonly idempotent?: boolean;
}

type Parts = z.ZodObject | undefined;
type Output<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

export interface RouteSpec<P extends Parts, Q extends Parts, B extends z.ZodType | undefined> extends Described {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  handle(call: Call<Output<P>, Output<Q>, Output<B>>): Promise<Answer>;
}

/** A route of the table: what serves it, what guards it, and what describes it. */
export interface Route extends Described {
  readonly params: z.ZodObject | undefined;
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodType | undefined;
  /** Its parts are what the schemas above gave. */
  readonly handle: (call: Call<never, never, never>) => Promise<Answer>;
}

/** Adds a route to a table. */
export function route<
  P extends Parts = undefined,
  Q extends Parts = undefined,
  B extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<P, Q, B>): Route {
  const { params, query, body, handle, ...described } = spec;
  return { ...described, params, query, body, handle: (call) => handle(call) };
}
