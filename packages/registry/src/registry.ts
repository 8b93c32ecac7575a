import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Failure } from '@damselfly/core';
import { Agent, request } from 'undici';
import { type AddressPolicy, checkLiteral, guardedLookup } from './address-guard.ts';
import { bodyWithin } from './body-within.ts';

export interface RegistryOptions {
  readonly addresses: AddressPolicy;
  /** DER or PEM, trusted beside the usual roots. */
  readonly certificateChain?: readonly Uint8Array[];
  readonly insecureSkipVerify?: boolean;
  /** Longest wait for a connection and for the next part of an answer. */
  readonly idleTimeoutMs?: number;
}

/** One answer, its body read whole. */
export interface RegistryAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
}

/** A way to ask registries. Close it when done. */
export interface Registry {
  /** A GET with redirects followed; `authorization` goes to the URL's own origin only. */
  get(url: string, ask: RegistryGet, signal: AbortSignal): Promise<RegistryAnswer>;
  close(): Promise<void>;
}

export interface RegistryGet {
  readonly header: Readonly<Record<string, string>>;
  readonly limitBytes: number;
}

const maxRedirects = 5;
const certificatesLimit = 32;
/** Sent to the registry alone, never to where it redirects. */
const secretHeaders = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** Opens connections on first use. Throws `invalid` for a certificate that cannot be read. */
export function openRegistry(options: RegistryOptions): Registry {
  const { addresses, certificateChain = [], insecureSkipVerify = false, idleTimeoutMs = 15_000 } = options;
  const extra = certificateChain.slice(0, certificatesLimit).map(pemOf);
  const agent = new Agent({
    connect: {
      lookup: guardedLookup(addresses),
      timeout: Math.min(idleTimeoutMs, 5_000),
      rejectUnauthorized: !insecureSkipVerify,
      ...(extra.length > 0 && { ca: [...rootCertificates, ...extra] }),
    },
    headersTimeout: idleTimeoutMs,
    bodyTimeout: idleTimeoutMs,
    connections: 8,
  });
  return {
    get: (url, ask, signal) => follow(agent, addresses, new URL(url), ask, signal),
    close: () => agent.destroy(),
  };
}

async function follow(
  agent: Agent,
  addresses: AddressPolicy,
  first: URL,
  { header, limitBytes }: RegistryGet,
  signal: AbortSignal,
): Promise<RegistryAnswer> {
  let url = first;
  let headers = header;
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    checkLiteral(url, addresses);
    const {
      statusCode,
      headers: answered,
      body,
    } = await asked(url, () => request(url, { dispatcher: agent, method: 'GET', headers: { ...headers }, signal }));
    body.on('error', nobodyReads);
    const read = (name: string) => [answered[name]].flat()[0];
    if (![301, 302, 303, 307, 308].includes(statusCode)) {
      return { status: statusCode, header: read, body: await asked(url, () => bodyWithin(body, limitBytes)) };
    }
    await body.dump({ limit: 16_384 });
    const next = redirectTarget(url, read('location'));
    if (next.origin !== url.origin) headers = withoutSecrets(headers);
    url = next;
  }
  throw new Failure('origin', `${first.host} redirects more than ${maxRedirects} times`);
}

/** Who reads the body learns of its errors there; one that is dropped unread must not end the process. */
const nobodyReads = (error: Error): void => void error;

function redirectTarget(from: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, from.href)) {
    throw new Failure('origin', `${from.host} redirects to nowhere`);
  }
  const target = new URL(location, from.href);
  const allowed = target.protocol === 'https:' || (target.protocol === 'http:' && from.protocol === 'http:');
  if (!allowed) throw new Failure('origin', `${from.host} redirects to ${target.protocol}//, which is not followed`);
  return target;
}

const withoutSecrets = (header: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(header).filter(([name]) => !secretHeaders.has(name.toLowerCase())));

/** Names the registry in what its connection failed with. */
async function asked<T>(url: URL, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const failure = Failure.from(thrown);
    if (failure.code === 'cancelled') throw failure;
    if (thrown instanceof Error && thrown.name === 'TimeoutError') {
      throw new Failure('timeout', `${url.host} did not answer in time`, { cause: thrown });
    }
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'no connection';
    throw new Failure('unavailable', `the registry ${url.host} cannot be asked (${code})`, { cause: thrown });
  }
}

function pemOf(certificate: Uint8Array): string {
  try {
    return new X509Certificate(certificate).toString();
  } catch (cause) {
    throw new Failure('invalid', 'certificate_chain holds what is no X.509 certificate', { cause });
  }
}
