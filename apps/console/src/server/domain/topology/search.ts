import { BlockList, isIP } from 'node:net';
import { compilePattern, type Pattern } from '../pattern.ts';
import type { ClusterRecord } from './stores.ts';

/** Where a peer that looks for schedulers is. */
export interface PeerPlace {
  readonly hostname: string;
  readonly ip: string;
  readonly idc: string;
  readonly location: string;
}

/** Dragonfly's weights; together 1. */
const weights = { cidr: 0.3, hostname: 0.3, idc: 0.25, location: 0.14, default: 0.01 };
const maxLocationElements = 5;

/** One reason for a score: how much of its weight a cluster gets, and what of its scopes matched. */
export interface ScorePart {
  readonly part: 'cidr' | 'hostname' | 'idc' | 'location' | 'default';
  readonly weight: number;
  /** 0 to 1. */
  readonly match: number;
  readonly matched: string;
}

/** How well a cluster suits a peer, 0 to 1, and why: the score is the sum of weight times match. */
export function explainScore(
  cluster: ClusterRecord,
  peer: PeerPlace,
): { readonly score: number; readonly parts: readonly ScorePart[] } {
  const { scopes, isDefault } = cluster;
  const { cidrs, hostnames } = compiled(cluster);
  const ip = unmapped(peer.ip);
  const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4';
  const cidr = isIP(ip) === 0 ? undefined : cidrs.find(({ list }) => list.check(ip, family))?.text;
  const hostname = hostnames.find(({ pattern }) => pattern.test(peer.hostname))?.text;
  const whole = (part: ScorePart['part'], weight: number, matched: string | undefined): ScorePart => ({
    ...{ part, weight, match: Number(matched !== undefined), matched: matched ?? '' },
  });
  const location = locationMatch(scopes.location, peer.location);
  const parts: ScorePart[] = [
    whole('cidr', weights.cidr, cidr),
    whole('hostname', weights.hostname, hostname),
    whole('idc', weights.idc, sameIdc(scopes.idc, peer.idc) ? scopes.idc : undefined),
    { part: 'location', weight: weights.location, match: location, matched: location > 0 ? scopes.location : '' },
    whole('default', weights.default, isDefault ? '' : undefined),
  ];
  return { score: parts.reduce((sum, { weight, match }) => sum + weight * match, 0), parts };
}

/** How well a cluster suits a peer, 0 to 1. */
export const scoreCluster = (cluster: ClusterRecord, peer: PeerPlace): number => explainScore(cluster, peer).score;

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
    .filter((cluster) => !strict || isMeant(cluster, peer))
    .map((cluster) => ({ cluster, score: scoreCluster(cluster, peer) }))
    .sort((a, b) => b.score - a.score || a.cluster.id - b.cluster.id)
    .map(({ cluster }) => cluster);
}

/** False for a cluster that says whom it is for and does not mean this peer. */
export function isMeant(cluster: ClusterRecord, peer: PeerPlace): boolean {
  if (!hasScopes(cluster)) return true;
  return explainScore(cluster, peer).parts.some(({ part, match }) => part !== 'default' && match > 0);
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
  readonly cidrs: readonly { readonly text: string; readonly list: BlockList }[];
  readonly hostnames: readonly { readonly text: string; readonly pattern: Pattern }[];
}

const compiledScopes = new WeakMap<ClusterRecord, CompiledScopes>();

/** What is no CIDR or no pattern matches nobody. */
function compiled(cluster: ClusterRecord): CompiledScopes {
  const known = compiledScopes.get(cluster);
  if (known !== undefined) return known;
  const fresh: CompiledScopes = {
    cidrs: cluster.scopes.cidrs.flatMap((text) => {
      const list = compileCidr(text);
      return list === undefined ? [] : [{ text, list }];
    }),
    hostnames: cluster.scopes.hostnames.flatMap((text) => {
      const pattern = compilePattern(text);
      return pattern === undefined ? [] : [{ text, pattern }];
    }),
  };
  compiledScopes.set(cluster, fresh);
  return fresh;
}

/** A network as `address/bits`; undefined when the text is none. */
export function compileCidr(text: string): BlockList | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text.trim());
  const net = unmapped(match?.[1] ?? '');
  const family = isIP(net);
  const prefix = Number(match?.[2]);
  if (family === 0 || prefix > (family === 6 ? 128 : 32)) return undefined;
  const list = new BlockList();
  list.addSubnet(net, prefix, family === 6 ? 'ipv6' : 'ipv4');
  return list;
}

const unmapped = (ip: string) => ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
