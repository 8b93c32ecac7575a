import { randomBytes } from 'node:crypto';

/** A content security policy whose scripts need `nonce`, and where Next reads the nonce from. */
export const contentSecurityPolicy = (nonce: string, { dev }: { readonly dev: boolean }): string =>
  [
    `default-src 'self'`,
    // The bundler of `next dev` evaluates code; a build does not.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? ` 'unsafe-eval'` : ''}`,
    // React writes style attributes, which no nonce can cover.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    `worker-src 'self' blob:`,
    `object-src 'none'`,
    `base-uri 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');

/** What every answer carries besides the policy. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/** New for every request. */
export const newNonce = (): string => randomBytes(16).toString('base64');
