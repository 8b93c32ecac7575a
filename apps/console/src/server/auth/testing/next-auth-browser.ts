import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { authOptions } from '../../../app/api/auth/[...nextauth]/options.ts';
import type { Client } from '../../domain/access/client.ts';

interface Asked {
  readonly method?: string;
  readonly providerId?: string;
  readonly query?: object;
  readonly body?: object;
}

/** A browser before next-auth: it keeps cookies as it is told, and goes where it is sent. */
export function nextAuthBrowser(client: Client) {
  const cookies: Record<string, string> = {};
  const setCookies: string[] = [];
  const ask = async (action: 'csrf' | 'signin' | 'callback' | 'signout', more: Asked = {}) => {
    const { providerId, query, ...rest } = { method: 'GET', ...more };
    const nextauth = providerId === undefined ? [action] : [action, providerId];
    const request = { headers: {}, cookies, ...rest, query: { ...query, nextauth } };
    const seen: { location?: string; body?: unknown; cookies: string[] } = { cookies: [] };
    const response = {
      status: () => response,
      getHeader: () => seen.cookies,
      setHeader(name: string, value: string | string[]) {
        if (name === 'Set-Cookie') seen.cookies = [...value];
        if (name === 'Location') seen.location = String(value);
        return response;
      },
      end: () => undefined,
      send: (body: unknown) => Object.assign(seen, { body }),
      json: (body: unknown) => Object.assign(seen, { body }),
    };
    // What Next hands over has much more on it; next-auth touches this and nothing else.
    const [asked, answered] = [request as unknown as NextApiRequest, response as unknown as NextApiResponse];
    await NextAuth(asked, answered, await authOptions(client));
    for (const line of seen.cookies) {
      setCookies.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies[name] = decodeURIComponent(value);
    }
    return seen;
  };
  return {
    cookies,
    /** Every `Set-Cookie` line that came. */
    setCookies,
    ask,
    /** What next-auth wants with whatever changes something. */
    csrfToken: async () => ((await ask('csrf')).body as { csrfToken: string }).csrfToken,
    /** As a request's `Cookie` header. */
    cookieHeader: () =>
      Object.entries(cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
  };
}
