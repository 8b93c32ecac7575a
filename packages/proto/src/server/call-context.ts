import { Failure } from '@damselfly/core';
import { Metadata } from '@grpc/grpc-js';

/** What a handler knows of its call besides the messages. */
export interface CallContext {
  /** Aborts when the caller cancels, the deadline passes, the connection breaks, or the handler is done. */
  readonly signal: AbortSignal;
  /** What the caller sent beside the request. */
  readonly metadata: Metadata;
  /** `ip:port`, or `unknown` on a unix socket. */
  readonly peer: string;
  /** Milliseconds since 1970; Infinity when the caller set none. */
  readonly deadlineMs: number;
  /** The full method, such as `/scheduler.v2.Scheduler/AnnouncePeer`. */
  readonly path: string;
  /** Sends response headers now instead of with the first message; clients time the wait for them. */
  sendHeaders(headers?: Metadata): void;
}

/** The part of grpc-js's server calls the kit reads. */
export interface SurfaceCall {
  readonly metadata: Metadata;
  getPeer(): string;
  getPath(): string;
  getDeadline(): Date | number;
  sendMetadata(metadata: Metadata): void;
  once(event: 'cancelled', listener: () => void): unknown;
}

/** One call's context with the switch that ends it. */
export interface OpenCall {
  readonly context: CallContext;
  /** True once the caller is gone, as opposed to the handler being done. */
  cancelled(): boolean;
  /** Marks the handler as done: its signal aborts and request iteration ends. */
  end(): void;
}

/** Opens the context of a call grpc-js just handed over. */
export function openCall(call: SurfaceCall): OpenCall {
  const controller = new AbortController();
  let cancelled = false;
  call.once('cancelled', () => {
    if (controller.signal.aborted) return;
    cancelled = true;
    controller.abort(new Failure('cancelled', 'the call was cancelled'));
  });
  return {
    context: {
      signal: controller.signal,
      metadata: call.metadata,
      peer: call.getPeer(),
      deadlineMs: Number(call.getDeadline()),
      path: call.getPath(),
      sendHeaders: (headers = new Metadata()) => call.sendMetadata(headers),
    },
    cancelled: () => cancelled,
    end: () => controller.abort(new Failure('cancelled', 'the call is over')),
  };
}
