import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Failure } from '@damselfly/core';
import type { TraceHeaders } from '@damselfly/core/node';
import { type Dispatcher, request as send } from 'undici';
import { originHeader } from './proxy-download.ts';

const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export interface ForwardOptions {
  readonly url: URL;
  readonly header: Readonly<Record<string, string>>;
  /** Names this proxy to the next, so that a request that comes back is noticed. */
  readonly via: string;
  readonly dispatcher: Dispatcher;
  /** Where the request belongs in a trace. */
  readonly trace: TraceHeaders;
}

/** Passes a request on and its answer back, whatever they are. Redirects and refusals are the caller's to read. */
export async function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { url, header, via, dispatcher, trace }: ForwardOptions,
  signal: AbortSignal,
): Promise<void> {
  const method = incoming.method ?? 'GET';
  const hasBody = header['content-length'] !== undefined || header['transfer-encoding'] !== undefined;
  const { range } = header;
  const answer = await ask(url, {
    dispatcher,
    method: method as Dispatcher.HttpMethod,
    headers: {
      ...originHeader(header),
      ...trace,
      ...(range === undefined ? {} : { range }),
      via: [header.via, via].filter(Boolean).join(', '),
    },
    body: hasBody ? incoming : null,
    signal,
  });
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !connectionHeaders.has(name.toLowerCase())) response.setHeader(name, value);
  }
  response.writeHead(answer.statusCode);
  await pipeline(answer.body, response);
}

async function ask(url: URL, options: Parameters<typeof send<null>>[1]): Promise<Dispatcher.ResponseData<null>> {
  try {
    return await send(url, options);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown cause';
    throw new Failure('unavailable', `the origin ${url.host} cannot be reached: ${why}`, { cause });
  }
}
