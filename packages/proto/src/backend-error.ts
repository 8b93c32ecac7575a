import { Failure, type FailureOptions } from '@damselfly/core';
import { Metadata } from '@grpc/grpc-js';
import { Backend } from './gen/errordetails/v2/errordetails.ts';

/** Where peers put the origin's answer: trailing metadata, as JSON although the name promises protobuf. */
const detailsKey = 'grpc-status-details-bin';

/** Trailers share a small budget on the other side; origin headers beyond this many bytes stay behind. */
const budgetBytes = 6 * 1024;

/** Metadata that carries a failure's origin answer; undefined when it has none. */
export function encodeBackend(failure: Failure): Metadata | undefined {
  if (failure.origin === undefined) return undefined;
  const { statusCode, header } = failure.origin;
  const message = failure.message.slice(0, 1024);
  const whole = Buffer.from(JSON.stringify({ message, header, status_code: statusCode }));
  const details =
    whole.length <= budgetBytes ? whole : Buffer.from(JSON.stringify({ message, header: {}, status_code: statusCode }));
  const metadata = new Metadata();
  metadata.set(detailsKey, details);
  return metadata;
}

/** The origin answer in a status' metadata, JSON or protobuf; undefined for none and for anything unreadable. */
export function decodeBackend(metadata: Metadata | undefined): Backend | undefined {
  const bytes = metadata?.get(detailsKey)[0];
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined;
  try {
    return fromJson(bytes) ?? fromProtobuf(bytes);
  } catch {
    return undefined; // Details are a courtesy: garbage leaves the status itself.
  }
}

/** The failure an origin's answer stands for. */
export function backendFailure(backend: Backend, options: FailureOptions = {}): Failure {
  const origin = { statusCode: backend.statusCode ?? 0, header: backend.header };
  return new Failure('origin', backend.message, { ...options, origin });
}

function fromJson(bytes: Buffer): Backend | undefined {
  if (bytes[0] !== '{'.charCodeAt(0)) return undefined;
  const value: unknown = JSON.parse(bytes.toString('utf8'));
  if (!isRecord(value) || typeof value.message !== 'string') return undefined;
  const header = isRecord(value.header) ? Object.entries(value.header).filter(isTextEntry) : [];
  const backend = Backend.create({ message: value.message, header: Object.fromEntries(header) });
  if (typeof value.status_code === 'number') backend.statusCode = value.status_code;
  return backend;
}

function fromProtobuf(bytes: Buffer): Backend | undefined {
  const backend = Backend.decode(bytes);
  const foreign = Object.keys(backend._unknownFields ?? {}).length > 0;
  const empty = backend.message === '' && backend.statusCode === undefined;
  return foreign || empty ? undefined : backend;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextEntry(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}
