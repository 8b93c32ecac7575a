import type { IncomingMessage } from 'node:http';

/** Why a request is refused before anybody looks at it. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** Far above any form or batch of ours. */
export const maxBodyBytes = 2 ** 20;
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Bounds a request's body and keeps other sites' pages from acting through a signed-in browser. */
export function refuse({ method = '', headers }: Pick<IncomingMessage, 'method' | 'headers'>): Refusal | undefined {
  if (reading.has(method)) return undefined;
  if (fromElsewhere(headers)) return { status: 403, message: 'Requests from other sites are refused.' };
  const length = headers['content-length'];
  if (headers['transfer-encoding'] !== undefined) return { status: 411, message: 'Say how long the body is.' };
  if (length !== undefined && Number(length) > maxBodyBytes) {
    return { status: 413, message: `The body is longer than ${maxBodyBytes} bytes.` };
  }
  return undefined;
}

/** Browsers say where a request comes from; what says nothing is no browser, and holds no cookie it does not know of. */
function fromElsewhere({ origin, host, ...headers }: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  // Behind a proxy that ends TLS, or one that rewrites Host, the browser's own word is what counts.
  return site !== 'same-origin' && new URL(origin).host !== host;
}
