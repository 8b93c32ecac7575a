import { isIP } from 'node:net';
import { Failure, maxPieceLengthBytes, minPieceLengthBytes } from '@damselfly/core';
import type { Duration, jobs } from '@damselfly/proto';
import { type ImageReference, parseImageReference, parseManifestUrl } from '@damselfly/registry';
import type { HostChoice, PreheatScope } from '../../jobs/choose-hosts.ts';
import type { JobContent } from '../../jobs/job-content.ts';
import { targetLimit } from '../../jobs/resolve-targets.ts';
import { durationMs } from '../decode-peer.ts';

// The rules Dragonfly's schedulers apply to jobs, and bounds on what they leave open. Each refusal names the field.

const textLimit = 4096;
const urlLimit = 16_384;
const headerLimit = 100;
const ipLimit = 1000;
const hostLimit = 100_000;
const defaultTimeoutMs = 30 * 60_000;
const longestTimeoutMs = 24 * 3_600_000;

function refuse(field: string, rule: string): never {
  throw new Failure('invalid', `${field} ${rule}`);
}

export interface JobLimits {
  readonly concurrentTaskCount: number;
  readonly concurrentPeerCount: number;
  readonly timeoutMs: number;
}

/** Absent and 0 mean the default: 8 URLs, 500 hosts, 30 minutes. */
export function limitsOf(
  wanted: {
    concurrentTaskCount?: bigint | undefined;
    concurrentPeerCount?: bigint | undefined;
    timeout?: Duration | undefined;
  },
  taskField = 'concurrent_task_count',
): JobLimits {
  const timeoutMs = durationMs(wanted.timeout) || defaultTimeoutMs;
  if (timeoutMs < 0 || timeoutMs > longestTimeoutMs) refuse('timeout', 'must be above 0 and at most 24 hours');
  return {
    concurrentTaskCount: within(Number(wanted.concurrentTaskCount ?? 0n) || 8, 100, taskField),
    concurrentPeerCount: within(Number(wanted.concurrentPeerCount ?? 0n) || 500, 1000, 'concurrent_peer_count'),
    timeoutMs,
  };
}

function within(value: number, most: number, field: string): number {
  if (!Number.isInteger(value) || value < 1 || value > most) refuse(field, `must be 1 to ${most}`);
  return value;
}

export function hostChoiceOf({ scope, hostIds, ips, count, percentage }: jobs.PreheatRequest): HostChoice {
  if (hostIds.length > hostLimit) refuse('host_ids', `must not be more than ${hostLimit}`);
  if (count !== undefined) within(count, 200, 'count');
  if (percentage !== undefined) within(percentage, 100, 'percentage');
  return { scope: scopeOf(scope), hostIds, ips: checkIps(ips), count, percentage };
}

export function checkIps(ips: readonly string[]): readonly string[] {
  if (ips.length > ipLimit) refuse('ips', `must not be more than ${ipLimit}`);
  if (ips.some((ip) => isIP(ip) === 0)) refuse('ips', 'must be IP addresses');
  return ips;
}

function scopeOf(scope: string): PreheatScope {
  if (scope === '') return 'single_seed_peer';
  if (scope === 'single_seed_peer' || scope === 'all_seed_peers' || scope === 'all_peers') return scope;
  return refuse('scope', 'must be single_seed_peer, all_seed_peers or all_peers');
}

export function priorityOf({ priority }: jobs.PreheatRequest): jobs.PreheatRequest['priority'] {
  if (priority < 0 || priority > 6) refuse('priority', 'must be LEVEL0 to LEVEL6');
  return priority;
}

export function outputPathOf({ outputPath, content }: jobs.PreheatRequest): string | undefined {
  if (!outputPath) return undefined;
  if (outputPath.length > textLimit || !outputPath.startsWith('/')) refuse('output_path', 'must be an absolute path');
  if (content?.image || content?.urls.length !== 1) refuse('output_path', 'needs exactly one URL');
  return outputPath;
}

/** Content with at least one URL or an image. */
export function decodeContent(message: jobs.Content | undefined): JobContent {
  if (message === undefined) return refuse('content', 'is missing');
  if (message.urls.length === 0 && message.image === '') refuse('url', 'must not be empty');
  if (message.urls.length > targetLimit) refuse('urls', `must not be more than ${targetLimit}`);
  for (const url of message.urls) checkUrl(url);
  for (const field of ['tag', 'application', 'platform', 'username', 'password'] as const) {
    if ((message[field] ?? '').length > textLimit) refuse(field, `must not be longer than ${textLimit} characters`);
  }
  if (message.filteredQueryParams.length > headerLimit)
    refuse('filtered_query_params', `must not be more than ${headerLimit}`);
  const { tag, application, username, password, platform } = message;
  return {
    urls: message.urls,
    image: message.image === '' ? undefined : imageOf(message.image),
    platform,
    user: username === '' && password === '' ? undefined : { username, password },
    pieceLength: pieceLengthOf(message.pieceLength),
    tag: tag || undefined,
    application: application || undefined,
    filteredQueryParams: message.filteredQueryParams,
    header: checkHeader(message.header),
    certificateChain: message.certificateChain,
    insecureSkipVerify: message.insecureSkipVerify,
    objectStorage: message.objectStorage,
    hdfs: message.hdfs,
    huggingFace: message.huggingFace,
    modelScope: message.modelScope,
    blobDigest: message.enableTaskIdBasedBlobDigest,
  };
}

/** Dragonfly's image calls take no name of an image, only the URL of its manifest. */
export function checkManifestUrl(url: string): void {
  try {
    parseManifestUrl(url);
  } catch (cause) {
    throw new Failure('invalid', `url must be that of a manifest: ${Failure.from(cause).message}`, { cause });
  }
}

function checkUrl(url: string): void {
  if (url.length > urlLimit) refuse('url', `must not be longer than ${urlLimit} characters`);
  if (!URL.canParse(url)) refuse('url', 'must be a URI');
}

const imageOf = (text: string): ImageReference =>
  text.includes('://') ? parseManifestUrl(text) : parseImageReference(text);

function pieceLengthOf(value: bigint | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (value < BigInt(minPieceLengthBytes) || value > BigInt(maxPieceLengthBytes)) {
    refuse('piece_length', `must be ${minPieceLengthBytes} to ${maxPieceLengthBytes}`);
  }
  return Number(value);
}

function checkHeader(header: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(header);
  if (entries.length > headerLimit) refuse('header', `must not have more than ${headerLimit} entries`);
  for (const [name, value] of entries) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/.test(name)) refuse('header', 'has a name that is no HTTP token');
    if (value.length > urlLimit || /[\0\r\n]/.test(value))
      refuse('header', `has a value for ${name} that HTTP does not allow`);
  }
  return header;
}
