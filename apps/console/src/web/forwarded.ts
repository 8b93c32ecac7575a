import type { IncomingHttpHeaders } from 'node:http';
import ipaddr from 'ipaddr.js';

/** What other programs put on a request to say where it came from. Nothing behind this server reads them again. */
const hopHeaders = [
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'],
  ...['x-forwarded-server', 'x-real-ip'],
] as const;

/** Where a request really comes from. */
export interface Sender {
  readonly ip: string;
  /** How the browser reached the proxy, when a trusted one said so. */
  readonly protocol?: 'http' | 'https';
}

/** Whether an address lies in one of the networks. */
export function networks(cidrs: readonly string[]): (ip: string) => boolean {
  const ranges = cidrs.map((cidr) => ipaddr.parseCIDR(cidr));
  return (ip) => {
    if (!ipaddr.isValid(ip)) return false;
    const address = ipaddr.process(ip);
    return ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
  };
}

/**
 * Who sent a request: the peer of the connection, or, where that is a trusted proxy, the last address in X-Forwarded-For
 * that is none. Headers of anybody else say nothing; all of them are taken off the request.
 */
export function senderOf(peer: string, headers: IncomingHttpHeaders, isTrusted: (ip: string) => boolean): Sender {
  const hops = text(headers['x-forwarded-for']);
  const protocol = text(headers['x-forwarded-proto']).split(',').at(-1)?.trim();
  for (const name of hopHeaders) delete headers[name];
  const direct = plain(peer);
  if (!isTrusted(direct)) return { ip: direct };
  return {
    ip: lastStranger(direct, hops.split(','), isTrusted),
    ...(protocol === 'https' || protocol === 'http' ? { protocol } : {}),
  };
}

function lastStranger(direct: string, hops: readonly string[], isTrusted: (ip: string) => boolean): string {
  let known = direct;
  for (const hop of [...hops].reverse()) {
    const ip = plain(hop.trim());
    // What stands left of nonsense was written by nobody we know.
    if (!ipaddr.isValid(ip)) return known;
    known = ip;
    if (!isTrusted(ip)) return known;
  }
  return known;
}

/** Without a port, and an IPv4 address as such. */
function plain(address: string): string {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : bare;
}

const text = (header: string | string[] | undefined): string => [header ?? ''].flat().join(',');
