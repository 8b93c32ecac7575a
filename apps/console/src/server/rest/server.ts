import type { IncomingMessage, ServerResponse } from 'node:http';
import { Failure } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { z } from 'zod';
import { createAbility } from '../auth/ability.ts';
import { clientOf } from '../client-address.ts';
import type { Client } from '../domain/access/client.ts';
import { demandStorable } from '../storable.ts';
import type { Services } from '../trpc/context.ts';
import { type AuthenticateNeeds, authenticate } from './authenticate.ts';
import { failureAnswer } from './failures.ts';
import { readJson, send, sendStream } from './http.ts';
import { type ChangeRates, countChange, usualRates } from './rate-limit.ts';
import type { Answer, Dialect, Route } from './route.ts';

export interface RestNeeds extends AuthenticateNeeds {
  readonly routes: readonly Route[];
  readonly services: Services;
  readonly log: Log;
  readonly rates?: ChangeRates;
}

/** Answers what the table knows. */
export interface RestServer {
  /** Answers the request, or says that it is not for this server. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

interface Pattern {
  readonly route: Route;
  readonly segments: readonly string[];
}

/** Serves a table of routes. */
export function createRestServer(needs: RestNeeds): RestServer {
  const patterns = needs.routes.map((route): Pattern => ({ route, segments: route.path.split('/') }));
  const roots = new Set(needs.routes.map(({ path }) => rootOf(path)));
  return {
    handle(request, response) {
      const url = urlOf(request);
      if (url === undefined || !roots.has(rootOf(url.pathname))) return false;
      const segments = url.pathname.replace(/(.)\/$/, '$1').split('/');
      const fitting = patterns.flatMap((pattern) => {
        const params = match(pattern.segments, segments);
        return params === undefined ? [] : [{ route: pattern.route, params }];
      });
      const found = fitting.find(({ route }) => route.method === request.method?.toLowerCase());
      if (found !== undefined) {
        void serve(needs, { request, response, url, ...found });
        return true;
      }
      const dialect: Dialect = url.pathname.startsWith('/api/v2/') ? 'v2' : 'dragonfly';
      const allow = [...new Set(fitting.map(({ route }) => route.method.toUpperCase()))].join(', ');
      const missing = failureAnswer(new Failure('notFound', `there is no ${url.pathname.slice(0, 200)}`), dialect);
      request.resume();
      send(
        response,
        allow === '' ? missing : { ...missing, status: 405, headers: { ...missing.headers, Allow: allow } },
      );
      return true;
    },
  };
}

/** `/api/v2` of a longer path: what the server answers for, also with 404. */
const rootOf = (path: string): string => path.split('/').slice(0, 3).join('/');

function urlOf({ url }: IncomingMessage): URL | undefined {
  const text = `http://console${url?.startsWith('/') ? url : '/'}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

function match(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [n, part] of pattern.entries()) {
    const given = path[n] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = decoded(given);
    else if (part !== given) return undefined;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}

interface Found {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Never rejects. */
async function serve(needs: RestNeeds, found: Found): Promise<void> {
  const { request, response, route } = found;
  const left = new AbortController();
  response.on('close', () => left.abort(new Failure('cancelled', 'the caller left')));
  const counted: Record<string, string> = {};
  try {
    const answer = await answerOf(needs, found, left.signal, counted);
    const whole = { status: route.status ?? 200, ...answer, headers: { ...counted, ...answer.headers } };
    if (answer.stream === undefined) send(response, whole);
    else await sendStream(response, answer.stream, whole);
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (failure.code === 'internal')
      needs.log.error({ err: failure.cause ?? failure, path: route.path }, 'a request failed');
    if (response.destroyed) return;
    // A stream that breaks off must not look whole.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    request.resume();
    const answer = failureAnswer(failure, route.dialect);
    send(response, { ...answer, headers: { ...counted, ...answer.headers } });
  }
}

async function answerOf(
  needs: RestNeeds,
  { request, url, route, params }: Found,
  signal: AbortSignal,
  counted: Record<string, string>,
): Promise<Answer> {
  const { headers } = request;
  const from = clientOf((name) => [headers[name]].flat()[0]);
  const viewer = await permitted(needs, route, request, url, from);
  if (route.method !== 'get')
    await countChange(needs.services.rateLimits, needs.rates ?? usualRates, viewer, from, counted);
  const query = queryOf(url);
  demandStorable({ ...query, ...params }, 'query');
  const call = {
    ...{ viewer, services: needs.services, from, headers, url, signal },
    params: parsed(route.params, params, ''),
    query: parsed(route.query, query, ''),
    body: route.body === undefined ? undefined : parsed(route.body, await readJson(request), ''),
  };
  return route.handle(call as Parameters<Route['handle']>[0]);
}

async function permitted(needs: RestNeeds, route: Route, request: IncomingMessage, url: URL, from: Client) {
  const viewer = await authenticate(needs, request.headers, url, from);
  if (viewer === undefined) throw new Failure('unauthenticated', 'Unauthorized: send a token or sign in');
  if (route.permission === 'open') return viewer;
  const { action, subject } = route.permission;
  if (!createAbility(viewer.rules).can(action, subject)) {
    throw new Failure('forbidden', `permission deny: this needs ${action} ${subject}`);
  }
  if (viewer.kind === 'session' && viewer.user.mustChangePassword) {
    throw new Failure('forbidden', 'Change the one-time password first.');
  }
  return viewer;
}

/** A name that comes several times is a list. */
function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    if (name === 'access_token') continue;
    const values = url.searchParams.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return query;
}

function parsed(schema: z.ZodType | undefined, value: unknown, part: string): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const words = result.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || part || 'body'}: ${message}`,
  );
  throw new Failure('invalid', words.slice(0, 10).join('; '), { cause: result.error });
}
