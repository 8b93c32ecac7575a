import { defaultFilteredQueryParams, Failure, minPieceLengthBytes, parseBytes } from '@damselfly/core';
import { standardTaskId } from '@damselfly/core/node';
import type { DownloadRequest } from '../download/download-request.ts';
import type { ProxyTarget } from './proxy-target.ts';

/** Ours to read, the connection's own, or of one trace only; the origin does not see them. */
const notForOrigin =
  /^(x-dragonfly-|proxy-)|^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|host|range|via|traceparent|tracestate)$/;

/** The caller's headers as the origin should see them. */
export function originHeader(header: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(header).filter(([name]) => !notForOrigin.test(name)));
}

export interface ProxyDownloadSettings {
  readonly disableBackToSource: boolean;
  /** A blob's task is named by its digest, unless the request says otherwise. */
  readonly blobDigest?: boolean;
  /** DER certificates believed for the origin. */
  readonly certificates?: readonly Uint8Array[];
}

/** The download a proxied GET stands for, without its range. Throws `invalid` for headers that make no sense. */
export function proxyDownload(
  { url, rule }: ProxyTarget,
  header: Readonly<Record<string, string>>,
  { disableBackToSource, blobDigest = false, certificates = [] }: ProxyDownloadSettings,
): DownloadRequest {
  const listed = header['x-dragonfly-filtered-query-params'];
  const filteredQueryParams =
    listed === undefined
      ? (rule?.filteredQueryParams ?? defaultFilteredQueryParams)
      : listed.split(',').map((name) => name.trim());
  const application = header['x-dragonfly-application'] ?? '';
  const tag = header['x-dragonfly-tag'] ?? '';
  const pieceLength = pieceLengthOf(header['x-dragonfly-piece-length']);
  const text = url.toString();
  return {
    task: standardTaskId({
      url: text,
      filteredQueryParams,
      application,
      tag,
      pieceLength,
      content: header['x-dragonfly-content-for-calculating-task-id'],
      blobDigest: said(header['x-dragonfly-enable-task-id-based-blob-digest'], blobDigest),
    }),
    url: text,
    header: originHeader(header),
    application,
    tag,
    priority: priorityOf(header['x-dragonfly-priority']),
    filteredQueryParams,
    pieceLength,
    disableBackToSource,
    needBackToSource: false,
    certificates,
    detached: false,
  };
}

/** True when the request goes through the swarm rather than past it. */
export function wantsSwarm(method: string, header: Readonly<Record<string, string>>, { rule }: ProxyTarget): boolean {
  return method === 'GET' && (rule !== undefined || header['x-dragonfly-use-p2p'] === 'true');
}

/** The request's own word, or what is configured. */
export function wantsPrefetch(header: Readonly<Record<string, string>>, configured: boolean): boolean {
  return said(header['x-dragonfly-prefetch'], configured);
}

const said = (text: string | undefined, otherwise: boolean) =>
  text === undefined ? otherwise : text.toLowerCase() === 'true';

function pieceLengthOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const length = parseBytes(text);
  if (length < minPieceLengthBytes)
    throw new Failure('invalid', `X-Dragonfly-Piece-Length is ${text}; use 4MiB or more`);
  return length;
}

function priorityOf(text: string | undefined): number {
  if (text === undefined) return 6;
  if (!/^[0-6]$/.test(text)) throw new Failure('invalid', `X-Dragonfly-Priority is "${text}"; use 0 to 6`);
  return Number(text);
}
