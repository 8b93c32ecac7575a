import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@damselfly/core';
import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
} from '@grpc/grpc-js';
import { pump, type Sink } from '../pump.ts';
import { type CallContext, type OpenCall, openCall, type SurfaceCall } from './call-context.ts';
import { type OnInternalError, statusFor } from './status.ts';

/** Requests as the caller sends them. Ends when it half-closes or the handler is done; throws when it goes away. */
export type Requests<Q> = AsyncIterable<Q>;

/** A lost connection reads as a half-close first, and callers on Node half-close before a reset: see what follows. */
const resetDelayMs = 10;

export type UnaryHandler<Q, S> = (request: Q, context: CallContext) => Promise<S>;
export type ServerStreamHandler<Q, S> = (request: Q, context: CallContext) => AsyncIterable<S>;
export type ClientStreamHandler<Q, S> = (requests: Requests<Q>, context: CallContext) => Promise<S>;
export type BidiHandler<Q, S> = (requests: Requests<Q>, context: CallContext) => AsyncIterable<S>;

/** Adapters from plain async functions to grpc-js handlers. */
export interface Handlers {
  unary<Q, S>(handler: UnaryHandler<Q, S>): handleUnaryCall<Q, S>;
  serverStream<Q, S>(handler: ServerStreamHandler<Q, S>): handleServerStreamingCall<Q, S>;
  clientStream<Q, S>(handler: ClientStreamHandler<Q, S>): handleClientStreamingCall<Q, S>;
  /** The call ends when the handler's iterable does. Callers may never half-close: do not await the requests' end. */
  bidi<Q, S>(handler: BidiHandler<Q, S>): handleBidiStreamingCall<Q, S>;
}

/** Builds the adapters. A thrown Failure becomes its gRPC status; anything else INTERNAL, its error handed over. */
export function handlers({ onInternalError }: { onInternalError: OnInternalError }): Handlers {
  const status = (thrown: unknown, open: OpenCall) => statusFor(thrown, open.context.path, onInternalError);
  return {
    unary: (handler) => (call, respond) => {
      const open = openCall(call);
      void answer(open, () => handler(call.request, open.context)).then(
        (response) => respond(null, response),
        (thrown: unknown) => respond(status(thrown, open)),
      );
    },
    clientStream: (handler) => (call, respond) => {
      const open = openCall(call);
      void answer(open, () => handler(requestsOf(call, open), open.context)).then(
        (response) => respond(null, response),
        (thrown: unknown) => respond(status(thrown, open)),
      );
    },
    serverStream: (handler) => (call) => {
      const open = openCall(call);
      void relay(call, open, () => handler(call.request, open.context), status);
    },
    bidi: (handler) => (call) => {
      const open = openCall(call);
      void relay(call, open, () => handler(requestsOf(call, open), open.context), status);
    },
  };
}

async function answer<S>(open: OpenCall, handler: () => Promise<S>): Promise<S> {
  try {
    return await handler();
  } finally {
    open.end();
  }
}

/** Streams a handler's messages, then the status. Never rejects. */
async function relay<S>(
  call: Sink<S> & SurfaceCall & { end(): unknown },
  open: OpenCall,
  handler: () => AsyncIterable<S>,
  status: (thrown: unknown, open: OpenCall) => Error,
): Promise<void> {
  try {
    const done = await pump(handler(), call, open.context.signal);
    open.end();
    if (done) call.end();
  } catch (thrown) {
    const error = status(thrown, open);
    const gone = open.cancelled();
    open.end();
    if (!gone) call.emit('error', error);
  }
}

async function* requestsOf<Q>(
  call: { iterator(options: { destroyOnReturn: boolean }): AsyncIterable<Q> },
  open: OpenCall,
): AsyncGenerator<Q, void> {
  try {
    yield* call.iterator({ destroyOnReturn: false });
    await sleep(resetDelayMs);
  } catch (thrown) {
    if (!open.context.signal.aborted) throw thrown;
  }
  if (open.cancelled()) throw new Failure('cancelled', 'the caller went away');
}
