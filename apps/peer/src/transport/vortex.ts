import { Buffer } from 'node:buffer';
import { Failure, type PeerId, type PieceSpan, peerId, type TaskId, taskId } from '@damselfly/core';
import type { PieceRef, TaskKind } from './transport.ts';

/*
 * The piece protocol of Dragonfly, "vortex" 0.1: frames of `id u8 | tag u8 | length u32` and a value of that length.
 * Every integer is big-endian. Only a piece's content is not counted in a length: it follows its frame.
 */

export const headerLength = 6;
/** The longest value this side accepts; real ones are below 300 bytes. */
export const maxValueLength = 4000;
export const requestLength = headerLength + 68;
/** The text a daemon of ours answers, and announces itself with; see `hello`. */
export const helloText = 'damselfly/1';

const taskIdLength = 64;
const metadataFixedLength = 45;
const contentPrefixLength = 4;

const requestTags = { standard: 0, persistent: 2, persistentCache: 4, cache: 6 } as const satisfies Record<
  TaskKind,
  number
>;
/** Ours, from the reserved range: other implementations drop a connection that sends it. */
const helloTag = 253;
/** Added to the tag of a request or a content: its content may travel, or travels, in packed blocks. Ours, too. */
const packedOffset = 240;
const closeTag = 254;
const errorTag = 255;

/** What a daemon of ours can beyond the protocol. */
export interface Abilities {
  /** It sends and takes content in packed blocks. */
  readonly packs: boolean;
  /** It asks elsewhere, or again, when a parent says that it is busy. */
  readonly comesAgain?: boolean;
}

const zstdWord = 'zstd';
const againWord = 'again';

export type FrameTag =
  | { readonly kind: 'request' | 'content'; readonly task: TaskKind; readonly packed?: true }
  | { readonly kind: 'hello' | 'close' | 'error' }
  | { readonly kind: 'unknown'; readonly tag: number };

export interface FrameHeader {
  readonly tag: FrameTag;
  /** Bytes of the value that follows. */
  readonly length: number;
}

/** What a parent says about the piece it is about to send. */
export interface PieceMetadata extends PieceSpan {
  /** `crc32:<decimal>`, or empty. */
  readonly digest: string;
  /** Where the parent got it; absent when that was the source. */
  readonly parentId?: PeerId;
  /** `common.v2.TrafficType`; Dragonfly's daemons send 1. */
  readonly trafficType: number;
  readonly costSeconds: number;
  /** Unix time. */
  readonly createdAtSeconds: number;
}

/** Error codes of the protocol, by what they mean here; the last two are ours, for who comes again. */
const errorCodes = { unavailable: 0, invalid: 1, notFound: 2, internal: 3, exhausted: 240, conflict: 241 } as const;

/** The header at the start of `bytes`. Throws `corrupt` when there are fewer than six, or its length is beyond reason. */
export function decodeHeader(bytes: Uint8Array): FrameHeader {
  if (bytes.length < headerLength) throw new Failure('corrupt', 'a piece frame ended inside its header');
  const view = buffer(bytes);
  const length = view.readUInt32BE(2);
  if (length > maxValueLength) {
    throw new Failure('corrupt', `a piece frame announces a value of ${length} bytes; at most ${maxValueLength} fit`);
  }
  return { tag: frameTag(view.readUInt8(1)), length };
}

function frameTag(tag: number): FrameTag {
  if (tag >= packedOffset && tag < packedOffset + 8) {
    const plain = frameTag(tag - packedOffset);
    if (plain.kind === 'request' || plain.kind === 'content') return { ...plain, packed: true };
  }
  switch (tag) {
    case 0:
      return { kind: 'request', task: 'standard' };
    case 1:
      return { kind: 'content', task: 'standard' };
    case 2:
      return { kind: 'request', task: 'persistent' };
    case 3:
      return { kind: 'content', task: 'persistent' };
    case 4:
      return { kind: 'request', task: 'persistentCache' };
    case 5:
      return { kind: 'content', task: 'persistentCache' };
    case 6:
      return { kind: 'request', task: 'cache' };
    case 7:
      return { kind: 'content', task: 'cache' };
    case helloTag:
      return { kind: 'hello' };
    case closeTag:
      return { kind: 'close' };
    case errorTag:
      return { kind: 'error' };
    default:
      return { kind: 'unknown', tag };
  }
}

/** The frame that asks for a piece, in packed blocks if that is worth it to the parent. Throws `invalid` for a task id that is not 64 ASCII characters. */
export function encodeRequest(piece: Pick<PieceRef, 'task' | 'number' | 'kind'>, id: number, packed = false): Buffer {
  if (!/^[\x21-\x7e]{64}$/.test(piece.task)) {
    throw new Failure('invalid', `the piece protocol carries task ids of 64 characters, not "${piece.task}"`);
  }
  const frame = Buffer.alloc(requestLength);
  const tag = requestTags[piece.kind ?? 'standard'] + (packed ? packedOffset : 0);
  writeHeader(frame, id, tag, requestLength - headerLength);
  frame.write(piece.task, headerLength, 'latin1');
  frame.writeUInt32BE(piece.number, headerLength + taskIdLength);
  return frame;
}

/** The value of a request frame. Throws `corrupt` when it is no task id and number. */
export function decodeRequest(value: Uint8Array): { readonly task: TaskId; readonly number: number } {
  const view = buffer(value);
  const task = view.toString('latin1', 0, taskIdLength);
  if (view.length !== requestLength - headerLength || !/^[\x21-\x7e]{64}$/.test(task)) {
    throw new Failure('corrupt', 'a piece request does not hold a task id and a piece number');
  }
  return { task: taskId(task), number: view.readUInt32BE(taskIdLength) };
}

/** Everything that precedes a piece's content. */
export function encodeContentHead(kind: TaskKind, piece: PieceMetadata, id: number, packed = false): Buffer {
  const digest = Buffer.from(piece.digest, 'utf8');
  const parent = Buffer.from(piece.parentId ?? '', 'utf8');
  const metadataLength = metadataFixedLength + digest.length + parent.length;
  const frame = Buffer.alloc(headerLength + contentPrefixLength + metadataLength);
  const tag = requestTags[kind] + 1 + (packed ? packedOffset : 0);
  writeHeader(frame, id, tag, contentPrefixLength + metadataLength);
  let at = frame.writeUInt32BE(metadataLength, headerLength);
  at = frame.writeUInt32BE(piece.number, at);
  at = frame.writeBigUInt64BE(BigInt(piece.offset), at);
  at = frame.writeBigUInt64BE(BigInt(piece.length), at);
  at = frame.writeUInt32BE(digest.length, at);
  at += digest.copy(frame, at);
  at = frame.writeUInt32BE(parent.length, at);
  at += parent.copy(frame, at);
  at = frame.writeUInt8(piece.trafficType, at);
  at = frame.writeBigUInt64BE(BigInt(Math.max(0, Math.floor(piece.costSeconds))), at);
  frame.writeBigInt64BE(BigInt(Math.floor(piece.createdAtSeconds)), at);
  return frame;
}

/** The value of a content frame: its length prefix and the metadata. Throws `corrupt` when the lengths inside disagree. */
export function decodeMetadata(value: Uint8Array): PieceMetadata {
  const view = buffer(value);
  const broken = () => new Failure('corrupt', 'the metadata of a piece contradicts its own lengths');
  if (view.length < contentPrefixLength + metadataFixedLength) throw broken();
  if (view.readUInt32BE(0) !== view.length - contentPrefixLength) throw broken();
  const number = view.readUInt32BE(4);
  const offset = safeNumber(view.readBigUInt64BE(8));
  const length = safeNumber(view.readBigUInt64BE(16));
  const free = view.length - contentPrefixLength - metadataFixedLength;
  const digestLength = view.readUInt32BE(24);
  if (digestLength > free) throw broken();
  let at = 28 + digestLength;
  const digest = view.toString('utf8', 28, at);
  const parentLength = view.readUInt32BE(at);
  if (digestLength + parentLength !== free) throw broken();
  at += 4;
  const parent = view.toString('utf8', at, at + parentLength);
  at += parentLength;
  return {
    number,
    offset,
    length,
    digest,
    ...(parent === '' ? {} : { parentId: peerId(parent) }),
    trafficType: view.readUInt8(at),
    costSeconds: safeNumber(view.readBigUInt64BE(at + 1)),
    createdAtSeconds: safeNumber(view.readBigInt64BE(at + 9)),
  };
}

/**
 * The frame that tells why there will be no piece. Text beyond 1 KiB is cut. `comesAgain`: the child understands that this
 * peer is busy (`exhausted`, `conflict`).
 */
export function encodeError(failure: Failure, id: number, comesAgain = false): Buffer {
  const message = Buffer.from(failure.message.slice(0, 1024), 'utf8').subarray(0, 1024);
  const frame = Buffer.alloc(headerLength + 1 + message.length);
  writeHeader(frame, id, errorTag, 1 + message.length);
  const { code: kind } = failure;
  const busy = comesAgain && (kind === 'exhausted' || kind === 'conflict');
  const code = kind === 'notFound' || kind === 'invalid' || busy ? errorCodes[kind] : undefined;
  const fallback = failure.surface.retry ? errorCodes.unavailable : errorCodes.internal;
  frame.writeUInt8(code ?? fallback, headerLength);
  message.copy(frame, headerLength + 1);
  return frame;
}

/** The failure in the value of an error frame. What a parent calls internal is `unavailable` to its child. */
export function decodeError(value: Uint8Array): Failure {
  const text = buffer(value)
    .toString('utf8', 1)
    .replaceAll(/\p{Cc}/gu, ' ');
  const code = value[0];
  const said = text === '' ? 'the parent refused the piece' : `the parent refused the piece: ${text}`;
  if (code === errorCodes.notFound) return new Failure('notFound', said);
  if (code === errorCodes.exhausted) return new Failure('exhausted', said);
  if (code === errorCodes.conflict) return new Failure('conflict', said);
  if (code === errorCodes.invalid) return new Failure('invalid', said);
  return new Failure('unavailable', said);
}

/**
 * The frame by which daemons of ours recognise each other. One that answers with the same frame serves any number of
 * requests on that connection, one after the other.
 */
export function encodeHello(id: number, { packs, comesAgain = false }: Abilities): Buffer {
  const text = [helloText, ...(packs ? [zstdWord] : []), ...(comesAgain ? [againWord] : [])].join(' ');
  const frame = Buffer.alloc(headerLength + text.length);
  writeHeader(frame, id, helloTag, text.length);
  frame.write(text, headerLength, 'latin1');
  return frame;
}

/** What the greeting says; undefined when it is in a language this peer does not speak. Words it does not know are skipped. */
export function decodeHello(value: Uint8Array): Abilities | undefined {
  const [language, ...words] = buffer(value).toString('latin1').split(' ');
  return language === helloText
    ? { packs: words.includes(zstdWord), comesAgain: words.includes(againWord) }
    : undefined;
}

function writeHeader(frame: Buffer, id: number, tag: number, length: number): void {
  frame.writeUInt8(id & 0xff, 0);
  frame.writeUInt8(tag, 1);
  frame.writeUInt32BE(length, 2);
}

const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new Failure('corrupt', `a piece frame holds the number ${value}, beyond any file`);
  return number;
}
