import type { Client } from './domain/access/client.ts';

/** Set by our own HTTP server on every request, whatever the sender claims. */
export const clientAddressHeader = 'x-damselfly-client-address';
/** Likewise; the answer carries the same id as `X-Request-Id`. */
export const requestIdHeader = 'x-damselfly-request-id';

/** Where a request comes from, out of its headers as our HTTP server passed them on. */
export function clientOf(header: (name: string) => string | null | undefined): Client {
  const requestId = header(requestIdHeader);
  return {
    ip: header(clientAddressHeader) ?? 'unknown',
    userAgent: (header('user-agent') ?? '').slice(0, 256),
    ...(requestId && { requestId }),
  };
}
