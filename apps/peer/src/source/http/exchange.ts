import { Failure } from '@damselfly/core';
import { pause } from '@damselfly/core/node';
import { type Dispatcher, request as send } from 'undici';
import { refused, unreachable, wrongAnswer } from './origin-failure.ts';
import { flatHeader, withoutCredentials } from './origin-header.ts';
import type { RedirectCache } from './redirect-cache.ts';

/** One answered request; the body is still to be read or destroyed. */
export interface Answer {
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly status: number;
  readonly header: Readonly<Record<string, string>>;
  readonly body: Dispatcher.ResponseData['body'];
}

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  /** How often a server error or a failed connection is tried again. */
  readonly maxRetries: number;
  /** Wait before the first retry; doubles with each. */
  readonly retryDelayMs: number;
  /** Where the origin sent somebody before; absent: it is asked anew. */
  readonly redirects?: RedirectCache | undefined;
}

const maxRedirects = 10;

/**
 * Sends a GET, follows redirects and tries again after 5xx and connection errors. Credentials stay with the origin they
 * were meant for. The answer's status is anything but a redirect and, on the last try, may be an error.
 */
export async function exchange(
  url: string,
  header: Readonly<Record<string, string>>,
  { dispatcher, maxRetries, retryDelayMs, redirects }: ExchangeOptions,
  signal: AbortSignal,
): Promise<Answer> {
  for (let retry = 0; ; retry += 1) {
    const last = retry >= maxRetries;
    try {
      const answer = await shortcut(url, header, { dispatcher, redirects }, signal);
      if (answer.status < 500 || last) return answer;
      await drop(answer);
    } catch (thrown) {
      const failure = unreachable(url, thrown);
      if (last || failure.code !== 'unavailable') throw failure;
    }
    if ((await pause(retryDelayMs * 2 ** retry, signal)) === 'aborted') {
      throw new Failure('cancelled', 'cancelled while asking the origin');
    }
  }
}

type Way = Pick<ExchangeOptions, 'dispatcher' | 'redirects'>;

/** Straight to where the origin redirected before; a target that does not answer with content is forgotten. */
async function shortcut(
  url: string,
  header: Readonly<Record<string, string>>,
  way: Way,
  signal: AbortSignal,
): Promise<Answer> {
  const known = way.redirects?.get(url, header);
  if (known === undefined) return followRedirects(url, header, way, signal);
  const kept = known.origin === new URL(url).origin ? header : withoutCredentials(header);
  try {
    const answer = await followRedirects(known.toString(), kept, { dispatcher: way.dispatcher }, signal);
    if (answer.status < 400) return answer;
    await drop(answer);
  } catch (thrown) {
    // Perhaps only the target is gone: the origin itself has the word.
    if (signal.aborted) throw thrown;
  }
  way.redirects?.forget(url, header);
  return followRedirects(url, header, way, signal);
}

async function followRedirects(
  first: string,
  firstHeader: Readonly<Record<string, string>>,
  { dispatcher, redirects }: Way,
  signal: AbortSignal,
): Promise<Answer> {
  let url = first;
  let header = firstHeader;
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const { statusCode, headers, body } = await send(url, {
      dispatcher,
      method: 'GET',
      headers: { ...header },
      signal,
    });
    // Who iterates the body learns of its errors there; one that is destroyed unread must not end the process.
    body.on('error', nobodyReads);
    const answer: Answer = { url, status: statusCode, header: flatHeader(headers), body };
    if (![301, 302, 303, 307, 308].includes(statusCode)) return answer;
    await drop(answer);
    const next = redirectTarget(answer);
    if (statusCode === 307 && hops === 0) redirects?.remember(first, firstHeader, next);
    if (next.origin !== new URL(url).origin) header = withoutCredentials(header);
    url = next.toString();
  }
  throw new Failure('origin', `the origin redirects more than ${maxRedirects} times; check the URL`);
}

const nobodyReads = (error: Error): void => void error;

function redirectTarget({ url, status, header }: Answer): URL {
  const location = header.location;
  if (location === undefined || !URL.canParse(location, url)) throw refused(url, status, header);
  const target = new URL(location, url);
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw wrongAnswer(url, `it redirects to ${target.protocol}//, which is not followed`, status, header);
  }
  if (target.protocol === 'http:' && new URL(url).protocol === 'https:') {
    throw wrongAnswer(url, 'it redirects from https to http, which is not followed', status, header);
  }
  return target;
}

/** Reads a short body to its end, so that the connection can be used again, and cuts a long one. */
export async function drop({ body }: Answer): Promise<void> {
  await body.dump({ limit: 16_384 });
}
