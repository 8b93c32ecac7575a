import { once } from 'node:events';
import { readSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { pieceSpans } from '@damselfly/core';
import { crc32 } from '../src/bytes/crc32.ts';
import type { Side } from './worker.ts';
import type { Load } from './worker-link.ts';

/*
 * The least a Node program can do to copy a file over TCP in pieces: the other side is asked for a piece by number,
 * sends its bytes and nothing else; they are written at their offset. No frames, no sums, no index. Tuned, it is the
 * leanest design that was measured: it reads from memory at once, and sums what it receives.
 */

const sendBytes = 512 * 2 ** 10;
const receiveBytes = 256 * 2 ** 10;

export async function startRawUpload({ dir, contentBytes, pieceBytes }: Load, tuned: boolean): Promise<Side> {
  const file = await open(path.join(dir, tuned ? 'tuned-upload' : 'raw-upload'), 'w+');
  const readInto = async (into: Buffer, length: number, at: number) =>
    tuned ? readSync(file.fd, into, 0, length, at) : (await file.read(into, 0, length, at)).bytesRead;
  const filler = Buffer.alloc(pieceBytes, 7);
  for (const { offset, length } of pieceSpans(contentBytes, pieceBytes)) await file.write(filler, 0, length, offset);

  const server = createServer({ noDelay: true }, (socket) => {
    const buffers = [Buffer.allocUnsafeSlow(sendBytes), Buffer.allocUnsafeSlow(sendBytes)] as const;
    const send = async (offset: number, length: number) => {
      let [current, next] = buffers;
      let bytesRead = await readInto(current, Math.min(sendBytes, length), offset);
      for (let at = 0; at < length; ) {
        const sent = write(socket, current.subarray(0, bytesRead));
        at += bytesRead;
        if (at < length) bytesRead = await readInto(next, Math.min(sendBytes, length - at), offset + at);
        await sent;
        [current, next] = [next, current];
      }
    };
    socket.on('data', (request: Buffer) => {
      const offset = request.readUInt32BE(0) * pieceBytes;
      send(offset, Math.min(pieceBytes, contentBytes - offset)).catch(() => socket.destroy());
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    ...(typeof address === 'object' && address !== null ? { port: address.port } : {}),
    close: async () => {
      server.close();
      await file.close();
    },
  };
}

const write = (socket: Socket, bytes: Buffer) =>
  new Promise<void>((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });

export async function startRawDownload(load: Load, port: number, tuned: boolean): Promise<Side> {
  const { dir, contentBytes, pieceBytes, connections } = load;
  const lines = await Promise.all(Array.from({ length: connections }, () => RawConnection.open(port, tuned)));
  const buffers = lines.map(() => Buffer.allocUnsafeSlow(pieceBytes));
  const output = path.join(dir, tuned ? 'tuned-download' : 'raw-download');
  return {
    round: async () => {
      await rm(output, { force: true });
      const file = await open(output, 'w');
      await file.truncate(contentBytes);
      const spans = pieceSpans(contentBytes, pieceBytes);
      await Promise.all(
        lines.map(async (line, index) => {
          for (let span = spans.shift(); span !== undefined; span = spans.shift()) {
            const into = (buffers[index] ?? Buffer.alloc(0)).subarray(0, span.length);
            await line.fetch(span.number, into);
            await file.write(into, 0, into.length, span.offset);
          }
        }),
      );
      await file.close();
    },
    close: async () => {
      for (const line of lines) line.end();
    },
  };
}

class RawConnection {
  readonly #socket: Socket;
  readonly #spare = Buffer.alloc(64);
  #into: Buffer = this.#spare;
  #filled = 0;
  #sum = 0;
  #done: (() => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(port: number, tuned: boolean) {
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: () => (this.#done ? this.#into.subarray(this.#filled, this.#filled + receiveBytes) : this.#spare),
        callback: (count, from) => {
          // The first bytes of a piece land where the socket was told to read before it was asked for.
          if (from.buffer === this.#spare.buffer) this.#into.set(from.subarray(0, count), this.#filled);
          if (tuned) this.#sum = crc32(from.subarray(0, count), this.#sum);
          this.#filled += count;
          if (this.#filled === this.#into.length) {
            this.#done?.();
            this.#done = undefined;
          }
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => this.#failed?.(error));
  }

  static async open(port: number, tuned: boolean): Promise<RawConnection> {
    const connection = new RawConnection(port, tuned);
    await once(connection.#socket, 'connect');
    return connection;
  }

  fetch(number: number, into: Buffer): Promise<void> {
    const request = Buffer.alloc(4);
    request.writeUInt32BE(number);
    return new Promise((resolve, reject) => {
      this.#into = into;
      this.#filled = 0;
      this.#sum = 0;
      this.#done = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  end(): void {
    this.#socket.destroy();
  }
}
