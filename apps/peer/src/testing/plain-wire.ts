import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { crc32 } from 'node:zlib';

/*
 * The piece protocol written down a second time, from its description alone: nothing here comes from the peer's own codec,
 * so that a mistake in one of them shows. A frame is `id u8 | tag u8 | length u32be`, then the value; content follows
 * its frame uncounted. Tags: 0 request, 1 content, 254 close, 255 error, others as below.
 */

/** What the description calls a piece's metadata. */
export interface PlainPiece {
  readonly number: number;
  readonly offset: bigint;
  readonly digest: string;
  readonly parent: string;
  readonly traffic: number;
  readonly cost: bigint;
  readonly createdAt: bigint;
  readonly content: Uint8Array;
}

export type PlainAnswer =
  | { readonly is: 'piece'; readonly tag: number; readonly piece: PlainPiece }
  | { readonly is: 'error'; readonly code: number; readonly text: string }
  | { readonly is: 'nothing' };

/** Tags of the four kinds of tasks, as asked for. */
export const plainTags = { standard: 0, persistent: 2, persistentCache: 4 } as const;

/** Asks once, as a client of another make does: one request, its own side closed at once, one answer, the end. */
export async function askPlainly(port: number, task: string, number: number, tag = 0): Promise<PlainAnswer> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const request = new Uint8Array(74);
  request[0] = 0xab;
  request[1] = tag;
  request[5] = 68;
  for (let at = 0; at < 64; at += 1) request[6 + at] = task.charCodeAt(at);
  new DataView(request.buffer).setUint32(70, number);
  socket.end(request);
  const parts: Uint8Array[] = [];
  for await (const part of socket) parts.push(part);
  return read(concat(parts));
}

function read(bytes: Uint8Array): PlainAnswer {
  if (bytes.length === 0) return { is: 'nothing' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = view.getUint8(1);
  const length = view.getUint32(2);
  const text = (from: number, count: number) => new TextDecoder().decode(bytes.subarray(from, from + count));
  if (tag === 255) return { is: 'error', code: view.getUint8(6), text: text(7, length - 1) };
  const metadata = view.getUint32(6);
  if (length !== metadata + 4) throw new Error('the frame counts more than its metadata');
  let at = 10;
  const take = (count: number) => {
    at += count;
    return at - count;
  };
  const number = view.getUint32(take(4));
  const offset = view.getBigUint64(take(8));
  const contentLength = Number(view.getBigUint64(take(8)));
  const digestLength = view.getUint32(take(4));
  const digest = text(take(digestLength), digestLength);
  const parentLength = view.getUint32(take(4));
  const parent = text(take(parentLength), parentLength);
  const traffic = view.getUint8(take(1));
  const cost = view.getBigUint64(take(8));
  const createdAt = view.getBigInt64(take(8));
  if (at !== 10 + metadata) throw new Error('the metadata is longer than its fields');
  const content = bytes.subarray(at);
  if (content.length !== contentLength) throw new Error(`${content.length} bytes of ${contentLength} came`);
  return { is: 'piece', tag, piece: { number, offset, digest, parent, traffic, cost, createdAt, content } };
}

export interface PlainServer {
  readonly port: number;
  /** What was asked for. */
  readonly asked: readonly { readonly task: string; readonly number: number; readonly tag: number }[];
  /** Connections that spoke another language, and were dropped without a word. */
  readonly dropped: number;
  close(): Promise<void>;
}

/** Serves pieces as a daemon of another make does: one request a connection, unknown tags dropped, length and sum of its own. */
export async function servePlainly(pieces: ReadonlyMap<number, Uint8Array>, pieceLength: number): Promise<PlainServer> {
  const asked: { task: string; number: number; tag: number }[] = [];
  const sockets = new Set<Socket>();
  let dropped = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let seen = new Uint8Array();
    socket.on('data', (part: Uint8Array) => {
      seen = concat([seen, part]);
      const tag = seen[1];
      if (tag !== undefined && ![0, 2, 4].includes(tag)) {
        dropped += 1;
        socket.destroy();
      }
      if (seen.length < 74 || tag === undefined) return;
      const view = new DataView(seen.buffer, seen.byteOffset);
      const task = String.fromCharCode(...seen.subarray(6, 70));
      const number = view.getUint32(70);
      asked.push({ task, number, tag });
      const content = pieces.get(number);
      socket.end(content === undefined ? refusal() : answer(tag + 1, number, number * pieceLength, content));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    asked,
    get dropped() {
      return dropped;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(tag: number, number: number, offset: number, content: Uint8Array): Uint8Array {
  const digest = new TextEncoder().encode(`crc32:${crc32(content)}`);
  const parent = new TextEncoder().encode('10.0.0.9-other-make');
  const metadata = 45 + digest.length + parent.length;
  const bytes = new Uint8Array(10 + metadata);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x11);
  view.setUint8(1, tag);
  view.setUint32(2, 4 + metadata);
  view.setUint32(6, metadata);
  view.setUint32(10, number);
  view.setBigUint64(14, BigInt(offset));
  view.setBigUint64(22, BigInt(content.length));
  view.setUint32(30, digest.length);
  bytes.set(digest, 34);
  view.setUint32(34 + digest.length, parent.length);
  bytes.set(parent, 38 + digest.length);
  const tail = 38 + digest.length + parent.length;
  view.setUint8(tail, 1);
  view.setBigUint64(tail + 1, 3n);
  view.setBigInt64(tail + 9, 1_700_000_000n);
  return concat([bytes, content]);
}

function refusal(): Uint8Array {
  const text = new TextEncoder().encode('no such piece');
  const bytes = new Uint8Array(7 + text.length);
  new DataView(bytes.buffer).setUint32(2, 1 + text.length);
  bytes.set([0x22, 255], 0);
  bytes[6] = 2;
  bytes.set(text, 7);
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
