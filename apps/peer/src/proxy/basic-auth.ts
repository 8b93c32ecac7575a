import { createHash, timingSafeEqual } from 'node:crypto';

type Header = Readonly<Record<string, string>>;

export interface ProxyUser {
  readonly username: string;
  readonly password: string;
}

/** Says which header a request to the proxy shows its user in; undefined when it shows the wrong one, or none. */
export type Gate = (header: Header) => 'proxy-authorization' | 'authorization' | 'open' | undefined;

/** `Proxy-Authorization` as proxies have it, or `Authorization`, where Dragonfly looks. Open to all without a user. */
export function proxyGate(user: ProxyUser | undefined): Gate {
  if (user === undefined) return () => 'open';
  const wanted = digest(Buffer.from(`${user.username}:${user.password}`).toString('base64'));
  const fits = (said: string | undefined) => {
    const given = /^basic +([a-z0-9+/=]+)$/i.exec(said ?? '')?.[1];
    return given !== undefined && timingSafeEqual(digest(given), wanted);
  };
  return (header) => (['proxy-authorization', 'authorization'] as const).find((name) => fits(header[name]));
}

/** What a refused caller is asked for, by the form of its request. */
export const challenges = {
  proxy: { status: 407, name: 'proxy-authenticate' },
  mirror: { status: 401, name: 'www-authenticate' },
} as const;

export const realm = 'Basic realm="dfdaemon"';

/** Of one length, so that a comparison takes the same time whatever is given. */
const digest = (text: string) => createHash('sha256').update(text).digest();
