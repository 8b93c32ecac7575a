import { BlockList, isIP } from 'node:net';
import type { ClusterRecord } from './stores.ts';

/** Where a peer that looks for schedulers is. */
export interface PeerPlace {
  readonly hostname: string;
  readonly ip: string;
  readonly idc: string;
  readonly location: string;
}

/** Dragonfly's weights; together 1. */
const weights = { cidr: 0.3, hostname: 0.3, idc: 0.25, location: 0.14, isDefault: 0.01 };
const maxLocationElements = 5;
const maxPatternLength = 256;

/** How well a cluster suits a peer, 0 to 1. Each part is 0 to 1, times its weight. */
export function scoreCluster(cluster: ClusterRecord, peer: PeerPlace): number {
  return scoreScopes(cluster, peer) + weights.isDefault * Number(cluster.isDefault);
}

/**
 * Clusters, the best for the peer first; equals by id. This is a ranking: without `strict` every cluster stays in it, as
 * Dragonfly has it. `strict` leaves out clusters that say whom they are for and do not mean this peer.
 */
export function rankClusters(
  clusters: readonly ClusterRecord[],
  peer: PeerPlace,
  { strict }: { readonly strict: boolean },
): ClusterRecord[] {
  return clusters
    .filter((cluster) => !strict || !hasScopes(cluster) || scoreScopes(cluster, peer) > 0)
    .map((cluster) => ({ cluster, score: scoreCluster(cluster, peer) }))
    .sort((a, b) => b.score - a.score || a.cluster.id - b.cluster.id)
    .map(({ cluster }) => cluster);
}

function scoreScopes(cluster: ClusterRecord, peer: PeerPlace): number {
  const { cidrs, hostnames } = compiled(cluster);
  const ip = unmapped(peer.ip);
  const inCidr = isIP(ip) !== 0 && cidrs.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
  return (
    weights.cidr * Number(inCidr) +
    weights.hostname * Number(hostnames.some((pattern) => pattern.test(peer.hostname))) +
    weights.idc * Number(sameIdc(cluster.scopes.idc, peer.idc)) +
    weights.location * locationMatch(cluster.scopes.location, peer.location)
  );
}

function hasScopes({ scopes: { idc, location, cidrs, hostnames } }: ClusterRecord): boolean {
  return idc !== '' || location !== '' || cidrs.length > 0 || hostnames.length > 0;
}

function sameIdc(wanted: string, idc: string): boolean {
  if (wanted === '' || idc === '') return false;
  const actual = idc.toLowerCase();
  return [wanted, ...wanted.split('|')].some((one) => one.toLowerCase() === actual);
}

/** 1 when equal, otherwise a fifth for each leading element in common. */
function locationMatch(wanted: string, location: string): number {
  if (wanted === '' || location === '') return 0;
  const [a, b] = [wanted.toLowerCase(), location.toLowerCase()];
  if (a === b) return 1;
  const elements = b.split('|').slice(0, maxLocationElements);
  const differing = a.split('|').findIndex((element, index) => element !== elements[index]);
  const common = differing === -1 ? a.split('|').length : differing;
  return Math.min(common, maxLocationElements) / maxLocationElements;
}

interface CompiledScopes {
  readonly cidrs: BlockList;
  readonly hostnames: readonly RegExp[];
}

const compiledScopes = new WeakMap<ClusterRecord, CompiledScopes>();

function compiled(cluster: ClusterRecord): CompiledScopes {
  const known = compiledScopes.get(cluster);
  if (known !== undefined) return known;
  const cidrs = new BlockList();
  for (const cidr of cluster.scopes.cidrs) addCidr(cidrs, cidr);
  const hostnames = cluster.scopes.hostnames.map(hostnamePattern).filter((pattern) => pattern !== undefined);
  const fresh = { cidrs, hostnames };
  compiledScopes.set(cluster, fresh);
  return fresh;
}

/** What is no CIDR matches nobody. */
function addCidr(list: BlockList, cidr: string): void {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(cidr.trim());
  const net = unmapped(match?.[1] ?? '');
  const family = isIP(net);
  const prefix = Number(match?.[2]);
  if (family === 0 || prefix > (family === 6 ? 128 : 32)) return;
  list.addSubnet(net, prefix, family === 6 ? 'ipv6' : 'ipv4');
}

const unmapped = (ip: string) => ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/**
 * A pattern in Go's syntax as far as JavaScript shares it, `(?i)` in front included. Undefined, so that it matches nobody,
 * when it is no pattern or could take very long: repeated groups that repeat inside, look-around, back references.
 */
export function hostnamePattern(text: string): RegExp | undefined {
  const body = text.replace(/^\(\?i\)/, '');
  if (body.length > maxPatternLength || /\([^)]*[+*}][^)]*\)\s*[+*{]|\(\?[=!<]|\\[1-9k]/.test(body)) return undefined;
  try {
    return new RegExp(body, body === text ? 'u' : 'iu');
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
