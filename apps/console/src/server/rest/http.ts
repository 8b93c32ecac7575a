import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '@damselfly/core';
import { demandStorable } from '../storable.ts';
import type { Answer } from './route.ts';

const bodyLimitBytes = 2 ** 20;

/** The JSON of a request's body; `undefined` when it has none. Throws `invalid`, `exhausted` when it is too long. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > bodyLimitBytes) throw new Failure('invalid', `the body is longer than ${bodyLimitBytes} bytes`);
    parts.push(part);
  }
  if (length === 0) return undefined;
  const body = parsed(Buffer.concat(parts).toString('utf8'));
  demandStorable(body, 'body');
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('invalid', 'body: is no JSON', { cause });
  }
}

/** Sends an answer whose text comes in pieces; the caller waits for each. Rejects when it breaks off. */
export async function sendStream(
  response: ServerResponse,
  stream: AsyncIterable<string>,
  answer: Answer,
): Promise<void> {
  response.writeHead(answer.status ?? 200, { 'Cache-Control': 'no-store', ...answer.headers });
  await pipeline(Readable.from(stream), response);
}

export function send(response: ServerResponse, { status = 200, body, headers = {} }: Answer): void {
  const plain = headers['Content-Type'] === 'text/plain' && typeof body === 'string';
  const text = body === undefined ? '' : plain ? body : JSON.stringify(body);
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    ...(text !== '' && { 'Content-Type': 'application/json; charset=utf-8' }),
    ...headers,
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
