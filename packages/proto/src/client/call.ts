import type {
  CallOptions,
  ClientDuplexStream,
  ClientReadableStream,
  ClientUnaryCall,
  ClientWritableStream,
  Metadata,
  ServiceError,
} from '@grpc/grpc-js';
import { pump } from '../pump.ts';
import { type CallSettings, callFailure, grpcArguments, onAbort, throwIfAborted } from './call-options.ts';

type Callback<S> = (error: ServiceError | null, response: S) => void;

/** A generated client's method, bound to its client: `client.statTask.bind(client)`. */
export type UnaryMethod<Q, S> = (
  request: Q,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: Callback<S>,
) => ClientUnaryCall;
export type ServerStreamMethod<Q, S> = (
  request: Q,
  metadata?: Metadata,
  options?: Partial<CallOptions>,
) => ClientReadableStream<S>;
export type ClientStreamMethod<Q, S> = (
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: Callback<S>,
) => ClientWritableStream<Q>;
export type BidiMethod<Q, S> = (metadata?: Metadata, options?: Partial<CallOptions>) => ClientDuplexStream<Q, S>;

/** Calls and waits for the response. Rejects with the Failure the status stands for. */
export async function unaryCall<Q, S>(method: UnaryMethod<Q, S>, request: Q, settings: CallSettings = {}): Promise<S> {
  throwIfAborted(settings.signal);
  let unlink: (() => void) | undefined;
  try {
    return await new Promise<S>((resolve, reject) => {
      const call = method(request, ...grpcArguments(settings), (error, response) => {
        if (error) reject(error);
        else resolve(response);
      });
      unlink = onAbort(settings.signal, () => call.cancel());
    });
  } catch (thrown) {
    throw callFailure(thrown, settings.signal);
  } finally {
    unlink?.();
  }
}

/** Responses as they come; the call starts with the first read. Leaving the loop early cancels it. */
export async function* serverStreamCall<Q, S>(
  method: ServerStreamMethod<Q, S>,
  request: Q,
  settings: CallSettings = {},
): AsyncGenerator<S, void> {
  throwIfAborted(settings.signal);
  const call = method(request, ...grpcArguments(settings));
  yield* responsesOf(call, settings.signal);
}

/** Sends every request, then waits for the response. An early answer or an error stops the requests. */
export async function clientStreamCall<Q, S>(
  method: ClientStreamMethod<Q, S>,
  requests: AsyncIterable<Q>,
  settings: CallSettings = {},
): Promise<S> {
  throwIfAborted(settings.signal);
  const over = new AbortController();
  let unlink: (() => void) | undefined;
  try {
    return await new Promise<S>((resolve, reject) => {
      const call = method(...grpcArguments(settings), (error, response) => {
        if (error) reject(error);
        else resolve(response);
      });
      unlink = onAbort(settings.signal, () => call.cancel());
      void send(requests, call, over.signal, reject);
    });
  } catch (thrown) {
    throw callFailure(thrown, settings.signal);
  } finally {
    unlink?.();
    over.abort();
  }
}

/** Sends requests and yields responses at the same time; starts with the first read. Leaving the loop early cancels. */
export async function* bidiCall<Q, S>(
  method: BidiMethod<Q, S>,
  requests: AsyncIterable<Q>,
  settings: CallSettings = {},
): AsyncGenerator<S, void> {
  throwIfAborted(settings.signal);
  const over = new AbortController();
  const call = method(...grpcArguments(settings));
  let sourceError: { thrown: unknown } | undefined;
  void send(requests, call, over.signal, (thrown) => {
    sourceError = { thrown };
  });
  try {
    yield* responsesOf(call, settings.signal);
  } catch (thrown) {
    throw sourceError ? callFailure(sourceError.thrown) : thrown;
  } finally {
    over.abort();
  }
}

/** Writes the requests and half-closes; an error of their source cancels the call. Never rejects. */
async function send<Q>(
  requests: AsyncIterable<Q>,
  call: ClientWritableStream<Q> | ClientDuplexStream<Q, unknown>,
  over: AbortSignal,
  onSourceError: (thrown: unknown) => void,
): Promise<void> {
  try {
    if (await pump(requests, call, over)) call.end();
  } catch (thrown) {
    if (!over.aborted) onSourceError(thrown);
    call.cancel();
  }
}

async function* responsesOf<S>(
  call: ClientReadableStream<S> | ClientDuplexStream<never, S>,
  signal: AbortSignal | undefined,
): AsyncGenerator<S, void> {
  const unlink = onAbort(signal, () => call.cancel());
  call.on('error', () => undefined); // A status that arrives after the loop was left must not crash the process.
  try {
    yield* call as AsyncIterable<S>;
  } catch (thrown) {
    throw callFailure(thrown, signal);
  } finally {
    unlink();
    call.cancel();
  }
}
