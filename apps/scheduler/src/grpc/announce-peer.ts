import { Failure, type PeerId } from '@damselfly/core';
import type { scheduler } from '@damselfly/proto';
import { type handleBidiStreamingCall, Metadata, type ServerDuplexStream } from '@grpc/grpc-js';
import type { PeerEffect } from '../core/effect.ts';
import type { StreamId } from '../core/peer.ts';
import type { Admission } from '../shell/admission.ts';
import type { Engine } from '../shell/engine.ts';
import { Outbox } from '../shell/outbox.ts';
import type { Streams } from '../shell/streams.ts';
import { decodeRequest } from './decode-peer.ts';
import { encodeAnswer } from './encode-peer.ts';
import type { HostBook } from './host-book.ts';

type Call = ServerDuplexStream<scheduler.AnnouncePeerRequest, scheduler.AnnouncePeerResponse>;
type Handler = handleBidiStreamingCall<scheduler.AnnouncePeerRequest, scheduler.AnnouncePeerResponse>;

export interface AnnouncePeerDeps {
  readonly engine: Engine;
  readonly streams: Streams;
  readonly hosts: HostBook;
  readonly admission: Admission;
  /** Told about errors nobody threw on purpose. */
  readonly onInternalError: (error: unknown, path: string) => void;
}

/**
 * One stream per download. Works on the stream's events directly: an async iterator costs each report a few microseconds,
 * and reports are the bulk of what a scheduler hears.
 */
export function announcePeer(deps: AnnouncePeerDeps): Handler {
  return (call) => {
    try {
      new AnnounceStream(call, deps, deps.admission.enter());
    } catch (thrown) {
      call.emit('error', statusError(Failure.from(thrown)));
    }
  };
}

class AnnounceStream {
  readonly #deps: AnnouncePeerDeps;
  readonly #leave: () => void;
  readonly #stream: StreamId;
  readonly #outbox: Outbox<scheduler.AnnouncePeerResponse>;
  #peer: PeerId | undefined;
  #over = false;

  constructor(call: Call, deps: AnnouncePeerDeps, leave: () => void) {
    this.#deps = deps;
    this.#leave = leave;
    this.#stream = deps.streams.open((effect) => this.#take(effect));
    this.#outbox = new Outbox({
      write: (reply) => call.write(reply),
      end: () => call.end(),
      fail: (failure) => call.emit('error', statusError(failure)),
    });
    // A peer may wait long for its answer; clients give the response headers ten seconds.
    call.sendMetadata(new Metadata());
    call.on('data', (message: scheduler.AnnouncePeerRequest) => this.#hear(message));
    call.on('drain', () => this.#outbox.drained());
    call.on('end', () => this.#hangUp());
    call.on('cancelled', () => {
      this.#outbox.abandon();
      this.#hangUp();
    });
  }

  #hear(message: scheduler.AnnouncePeerRequest): void {
    if (this.#over) return;
    try {
      const event = decodeRequest(message, this.#stream);
      this.#peer ??= event.peer;
      if (event.peer !== this.#peer) throw new Failure('invalid', 'peer_id must stay the same on one stream');
      this.#deps.engine.submit(event);
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (failure.code === 'internal') this.#deps.onInternalError(failure.cause, 'AnnouncePeer');
      this.#outbox.fail(failure);
      this.#hangUp();
    }
  }

  #take(effect: PeerEffect): void {
    if (effect.kind === 'endStream') {
      this.#finish();
      this.#outbox.end();
    } else if (effect.kind === 'failStream') {
      this.#finish();
      this.#outbox.fail(new Failure(effect.code, effect.message));
    } else {
      this.#outbox.post(encodeAnswer(effect, this.#deps.engine.cluster, this.#deps.hosts));
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
