import { Failure, type PeerId } from '@damselfly/core';
import { type handleBidiStreamingCall, Metadata, type ServerDuplexStream } from '@grpc/grpc-js';
import type { PeerEffect } from '../core/effect.ts';
import type { PeerEvent } from '../core/input.ts';
import type { StreamId } from '../core/peer.ts';
import type { Admission } from '../shell/admission.ts';
import type { Engine } from '../shell/engine.ts';
import { Outbox } from '../shell/outbox.ts';
import type { Streams } from '../shell/streams.ts';

/** An effect that a peer is told as a message. */
export type Answer = Exclude<PeerEffect, { kind: 'endStream' | 'failStream' }>;

/** How one stream's messages and the core's words become each other. */
export interface Dialogue<Request, Reply> {
  /** Throws `invalid` that names the field. */
  decode(message: Request, stream: StreamId): PeerEvent;
  encode(answer: Answer): Reply;
  /** What has to be done before the core hears of an event; may complete it. Requests wait meanwhile. */
  prepare?(event: PeerEvent): Promise<PeerEvent>;
  /** The stream ended otherwise than with the peer's last word. */
  lost?(): void;
}

export interface AnnounceStreamDeps {
  readonly engine: Engine;
  readonly streams: Streams;
  readonly admission: Admission;
  /** Told about errors nobody threw on purpose. */
  readonly onInternalError: (error: unknown, path: string) => void;
}

/**
 * Serves an announce RPC: one stream per download. Works on the stream's events directly: an async iterator costs each
 * report a few microseconds, and reports are the bulk of what a scheduler hears.
 */
export function announceHandler<Request, Reply>(
  deps: AnnounceStreamDeps,
  open: () => Dialogue<Request, Reply>,
): handleBidiStreamingCall<Request, Reply> {
  return (call) => {
    try {
      new AnnounceStream(call, deps, open(), deps.admission.enter());
    } catch (thrown) {
      call.emit('error', statusError(Failure.from(thrown)));
    }
  };
}

class AnnounceStream<Request, Reply> {
  readonly #call: ServerDuplexStream<Request, Reply>;
  readonly #deps: AnnounceStreamDeps;
  readonly #dialogue: Dialogue<Request, Reply>;
  readonly #leave: () => void;
  readonly #stream: StreamId;
  readonly #outbox: Outbox<Reply>;
  #peer: PeerId | undefined;
  #over = false;

  constructor(
    call: ServerDuplexStream<Request, Reply>,
    deps: AnnounceStreamDeps,
    dialogue: Dialogue<Request, Reply>,
    leave: () => void,
  ) {
    this.#call = call;
    this.#deps = deps;
    this.#dialogue = dialogue;
    this.#leave = leave;
    this.#stream = deps.streams.open((effect) => this.#take(effect));
    this.#outbox = new Outbox({
      write: (reply) => call.write(reply),
      end: () => call.end(),
      fail: (failure) => call.emit('error', statusError(failure)),
    });
    // A peer may wait long for its answer; clients give the response headers ten seconds.
    call.sendMetadata(new Metadata());
    call.on('data', (message: Request) => this.#hear(message));
    call.on('drain', () => this.#outbox.drained());
    call.on('end', () => this.#hangUp());
    call.on('cancelled', () => {
      this.#outbox.abandon();
      this.#hangUp();
    });
  }

  #hear(message: Request): void {
    if (this.#over) return;
    try {
      const event = this.#dialogue.decode(message, this.#stream);
      this.#peer ??= event.peer;
      if (event.peer !== this.#peer) throw new Failure('invalid', 'peer_id must stay the same on one stream');
      if (this.#dialogue.prepare === undefined) this.#deps.engine.submit(event);
      else void this.#prepare(this.#dialogue.prepare(event));
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** One event at a time: the next message is read when this one is dealt with. Never rejects. */
  async #prepare(prepared: Promise<PeerEvent>): Promise<void> {
    this.#call.pause();
    try {
      const event = await prepared;
      if (this.#over) this.#dialogue.lost?.();
      else this.#deps.engine.submit(event);
    } catch (thrown) {
      this.#fail(thrown);
    } finally {
      this.#call.resume();
    }
  }

  #fail(thrown: unknown): void {
    const failure = Failure.from(thrown);
    if (failure.code === 'internal') this.#deps.onInternalError(failure.cause, this.#call.getPath());
    this.#outbox.fail(failure);
    this.#hangUp();
  }

  #take(effect: PeerEffect): void {
    if (effect.kind === 'endStream') {
      this.#finish();
      this.#outbox.end();
    } else if (effect.kind === 'failStream') {
      this.#finish();
      this.#outbox.fail(new Failure(effect.code, effect.message));
      this.#dialogue.lost?.();
    } else {
      this.#outbox.post(this.#dialogue.encode(effect));
      if (!this.#outbox.isOpen) this.#hangUp();
    }
  }

  /** The stream is gone, or unfit to go on, before the peer's last word. */
  #hangUp(): void {
    if (this.#over) return;
    this.#finish();
    if (this.#peer !== undefined) {
      this.#deps.engine.submit({ kind: 'streamClosed', peer: this.#peer, stream: this.#stream });
    }
    this.#outbox.end();
    this.#dialogue.lost?.();
  }

  #finish(): void {
    this.#over = true;
    this.#deps.streams.close(this.#stream);
    this.#leave();
  }
}

function statusError(failure: Failure): Error {
  const details = failure.message.slice(0, 4096).replace(/\p{Surrogate}/gu, '\uFFFD');
  return Object.assign(new Error(details), { code: failure.surface.grpc, details });
}
