import { isIP } from 'node:net';
import { Failure, maxPieceLengthBytes, minPieceLengthBytes } from '@damselfly/core';
import { common } from '@damselfly/proto';
import { pieceNumberLimit } from '../core/pieces.ts';

// The rules Dragonfly's schedulers apply to requests. Each refusal names the field.

const textLimit = 4096;
const urlLimit = 16_384;
const digestPattern =
  /^(?:md5:[0-9a-f]{32}|sha1:[0-9a-f]{40}|sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}|blake3:[0-9a-f]{64}|crc32:\d{1,10})$/i;

export function refuse(field: string, rule: string): never {
  throw new Failure('invalid', `${field} ${rule}`);
}

/** Text of 1 to 4096 characters. */
export function checkId(value: string, field: string): string {
  if (value === '') refuse(field, 'must not be empty');
  if (value.length > textLimit) refuse(field, `must not be longer than ${textLimit} characters`);
  return value;
}

/** A sub-message that has to be there. */
export function present<T>(value: T | undefined, field: string): T {
  return value ?? refuse(field, 'is missing');
}

export function checkHost(host: common.Host): void {
  checkId(host.id, 'host.id');
  checkId(host.hostname, 'host.hostname');
  if (host.type > 3) refuse('host.type', 'must be 0 to 3');
  if (isIP(host.ip) === 0) refuse('host.ip', 'must be an IP address');
  checkPort(host.port, 'host.port');
  checkPort(host.downloadPort, 'host.download_port');
}

function checkPort(port: number, field: string): void {
  if (port < 1024 || port >= 65_535) refuse(field, 'must be 1024 to 65534');
}

export function checkDownload(download: common.Download): void {
  if (download.url.length > urlLimit) refuse('download.url', `must not be longer than ${urlLimit} characters`);
  if (!URL.canParse(download.url)) refuse('download.url', 'must be a URI');
  if (download.digest && !digestPattern.test(download.digest)) refuse('download.digest', 'must be algorithm:value');
  if (download.type === common.TaskType.UNRECOGNIZED || download.type > 3) refuse('download.type', 'is no task type');
  if (download.priority < 0 || download.priority > 6) refuse('download.priority', 'must be LEVEL0 to LEVEL6');
  if (download.remoteIp && isIP(download.remoteIp) === 0) refuse('download.remote_ip', 'must be an IP address');
  const { pieceLength } = download;
  if (pieceLength !== undefined && (pieceLength < minPieceLengthBytes || pieceLength > maxPieceLengthBytes)) {
    refuse('download.piece_length', `must be ${minPieceLengthBytes} to ${maxPieceLengthBytes}`);
  }
}

export function checkPiece({ number, digest }: common.Piece): void {
  if (number >= pieceNumberLimit) refuse('piece.number', `must be below ${pieceNumberLimit}`);
  if (digest !== '' && !isCrc32(digest) && !digestPattern.test(digest))
    refuse('piece.digest', 'must be algorithm:value');
}

/** What nearly every piece carries, read faster than by the pattern. */
function isCrc32(digest: string): boolean {
  if (!digest.startsWith('crc32:') || digest.length === 6 || digest.length > 16) return false;
  for (let at = 6; at < digest.length; at += 1) {
    const code = digest.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** A length or offset as a number; `field` is named when it is too large to be one. */
export function checkLength(value: bigint, field: string): number {
  // Compared as a number: between the two kinds it is many times slower, and a value beyond the limit stays beyond it.
  const length = Number(value);
  if (length < 0 || length > Number.MAX_SAFE_INTEGER) refuse(field, 'is too large');
  return length;
}
