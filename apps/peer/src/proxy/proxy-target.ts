import { Failure } from '@damselfly/core';
import type { ProxyConfig, ProxyRule } from './proxy-config.ts';

export interface IncomingTarget {
  /** The request line's target: absolute for a forward proxy, a path for a mirror. */
  readonly url: string;
  /** Names in lower case. */
  readonly header: Readonly<Record<string, string>>;
}

export interface ProxyTarget {
  /** Where the content lies, after rules. */
  readonly url: URL;
  readonly rule: ProxyRule | undefined;
}

/** Works out which origin a request means, and which rule it falls under. Throws `invalid` when it means none. */
export function proxyTarget({ url, header }: IncomingTarget, config: ProxyConfig): ProxyTarget {
  const asked = url.startsWith('/') ? mirrored(url, header, config) : absolute(url);
  const bare = `${asked.origin}${asked.pathname}`;
  const rule = config.rules.find(({ regex }) => regex.test(bare));
  const target = new URL(asked);
  if (rule?.redirect) target.host = rule.redirect;
  if (rule?.useTLS) target.protocol = 'https:';
  return { url: target, rule };
}

function absolute(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new Failure('invalid', `the proxy serves http and https, not "${url}"`);
  }
  return parsed;
}

function mirrored(path: string, header: Readonly<Record<string, string>>, { registryMirror }: ProxyConfig): URL {
  const namespace = new URL(path, 'http://mirror').searchParams.get('ns') ?? '';
  const registry = header['x-dragonfly-registry'] || upstreamOf(namespace) || registryMirror.addr;
  if (registry === '') {
    throw new Failure(
      'invalid',
      'the request names no origin; send X-Dragonfly-Registry or ?ns=, or set proxy.registryMirror.addr',
    );
  }
  const base = absolute(registry.includes('://') ? registry : `https://${registry}`);
  return absolute(`${base.origin}${base.pathname.replace(/\/$/, '')}${path}`);
}

/** Docker Hub serves its content under another name than images carry. */
const upstreamOf = (namespace: string) => (namespace === 'docker.io' ? 'registry-1.docker.io' : namespace);
