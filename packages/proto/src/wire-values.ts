import {
  Failure,
  hostId,
  type PeerKind,
  type PeerState,
  peerId,
  type TaskId,
  type TaskState,
  taskId,
} from '@damselfly/core';
import * as wire from './gen/damselfly/topology/v1/topology.ts';

const maxUint32 = 2 ** 32 - 1;
const maxIdLength = 1024;
const maxTextLength = 64 * 1024;

export const peerKinds = { normal: wire.PeerKind.PEER_KIND_NORMAL, seed: wire.PeerKind.PEER_KIND_SEED } as const;

/** Encoding never throws: a number outside its field is moved to the nearest one inside, fractions are rounded. */
const clamp = (value: number, most: number) => (value > 0 ? Math.min(most, Math.round(value)) : 0);
export const uint32 = (value: number) => clamp(value, maxUint32);
export const uint64 = (value: number) => BigInt(clamp(value, Number.MAX_SAFE_INTEGER));

/** Task ids come from other programs too: any text of 1 to 1024 characters. Throws `invalid`. */
export const decodeTaskId = (value: string): TaskId => taskId(id(value, 'task'));
export const peer = (value: string) => peerId(id(value, 'peer'));
export const host = (value: string) => hostId(id(value, 'host'));
export const parentOrSource = (value: string) => (value === '' ? null : peer(value));

function id(value: string, what: string): string {
  if (value.length > 0 && value.length <= maxIdLength) return value;
  throw new Failure('invalid', `a ${what} id has 1 to ${maxIdLength} characters, not ${value.length}`);
}

export function text(value: string): string {
  if (value.length <= maxTextLength) return value;
  throw new Failure('invalid', `a text of ${value.length} characters is longer than ${maxTextLength}`);
}

export function number(value: bigint, field: string): number {
  if (value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  throw new Failure('invalid', `${field} is ${value}, outside 0 to 2^53 - 1`);
}

export function measure(value: number, field: string): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Failure('invalid', `${field} is ${value}, no measurement`);
}

export function keyOf<Key extends PeerKind | PeerState | TaskState>(
  codes: Readonly<Record<Key, number>>,
  code: number,
  what: string,
): Key {
  for (const key in codes) if (codes[key] === code) return key;
  throw new Failure('invalid', `${code} is no ${what}`);
}
