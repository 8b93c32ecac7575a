import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { Failure, type TaskId } from '@damselfly/core';
import type { TaskKind } from '../transport/transport.ts';
import {
  type Abilities,
  decodeHeader,
  decodeHello,
  decodeRequest,
  headerLength,
  requestLength,
} from '../transport/vortex.ts';

export type ChildMessage =
  | {
      readonly kind: 'request';
      readonly taskKind: TaskKind;
      readonly task: TaskId;
      readonly number: number;
      /** It may be sent in packed blocks. */
      readonly packed: boolean;
    }
  | { readonly kind: 'hello'; readonly abilities: Abilities }
  | { readonly kind: 'end' };

/** A child of ours sends its greeting and one request together; nobody has reason to send more ahead. */
const maxPendingBytes = 4 * requestLength;

/** Reads what a child asks, one message at a time. */
export class RequestReader {
  #pending: Buffer = Buffer.alloc(0);
  #ended: Failure | 'end' | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    socket.on('data', (bytes: Buffer) => {
      if (this.#pending.length + bytes.length > maxPendingBytes) {
        this.#end(new Failure('corrupt', 'a child sent more than a request'));
        socket.destroy();
        return;
      }
      this.#pending = Buffer.concat([this.#pending, bytes]);
      this.#wake?.();
    });
    socket.on('end', () => this.#end('end'));
    socket.on('close', () => this.#end('end'));
  }

  /** Throws `timeout` when no whole message came in time, `corrupt` when it is none a child may send. */
  async next(timeoutMs: number): Promise<ChildMessage> {
    const timer = setTimeout(
      () => this.#end(new Failure('timeout', `no whole request within ${timeoutMs} ms`)),
      timeoutMs,
    );
    try {
      for (;;) {
        const message = this.#parse();
        if (message !== undefined) return message;
        if (this.#ended === 'end') return { kind: 'end' };
        if (this.#ended !== undefined) throw this.#ended;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #parse(): ChildMessage | undefined {
    if (this.#pending.length < headerLength) return undefined;
    const { tag, length } = decodeHeader(this.#pending);
    if (tag.kind === 'close') return { kind: 'end' };
    const isKnown = tag.kind === 'request' || tag.kind === 'hello';
    if (!isKnown || length > requestLength - headerLength) {
      throw new Failure('corrupt', `a child sent a frame (${tag.kind}) that is no piece request`);
    }
    if (this.#pending.length < headerLength + length) return undefined;
    const value = this.#pending.subarray(headerLength, headerLength + length);
    this.#pending = this.#pending.subarray(headerLength + length);
    if (tag.kind === 'request') {
      return { kind: 'request', taskKind: tag.task, packed: tag.packed === true, ...decodeRequest(value) };
    }
    const abilities = decodeHello(value);
    if (abilities === undefined) throw new Failure('corrupt', 'a child greets in a language this peer does not speak');
    return { kind: 'hello', abilities };
  }

  #end(how: Failure | 'end'): void {
    this.#ended ??= how;
    this.#wake?.();
  }
}
