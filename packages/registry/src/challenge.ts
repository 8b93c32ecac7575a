import { Failure } from '@damselfly/core';

/** What a registry wants before it answers. */
export type Challenge =
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service?: string; readonly scope?: string }
  | { readonly scheme: 'basic' };

const headerLimit = 8192;

/** Reads `WWW-Authenticate`; Bearer wins over Basic. Throws `origin` when neither is there. */
export function parseChallenge(header: string | undefined): Challenge {
  const text = (header ?? '').slice(0, headerLimit);
  const bearer = /(?:^|,)\s*bearer\s+(.*)$/is.exec(text)?.[1];
  if (bearer !== undefined) {
    const parts = new Map<string, string>();
    for (const [, name = '', quoted, bare] of bearer.matchAll(/([a-z_]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi)) {
      if (!parts.has(name.toLowerCase())) parts.set(name.toLowerCase(), quoted ?? bare ?? '');
    }
    const [realm, service, scope] = ['realm', 'service', 'scope'].map((name) => parts.get(name));
    if (realm !== undefined && URL.canParse(realm)) {
      return { scheme: 'bearer', realm, ...(service && { service }), ...(scope && { scope }) };
    }
  }
  if (/(?:^|,)\s*basic\b/i.test(text)) return { scheme: 'basic' };
  throw new Failure('origin', 'the registry wants a login it does not describe; check that the URL is a registry');
}
