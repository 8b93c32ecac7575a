import { type Metadata, ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';

/** A call as it comes in. */
export interface IncomingCall {
  /** `/scheduler.v2.Scheduler/AnnouncePeer`. */
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly metadata: Metadata;
}

/** Follows one call. Nothing in it may throw. */
export interface CallObserver {
  /** Called with the number of the status, once. */
  ended(code: number): void;
  received?(): void;
  sent?(): void;
  /** Runs the handler's part; absent: it is simply run. */
  within?(work: () => void): void;
}

/** Shows each call to an observer, or to nobody where `begin` gives none. */
export function observed(begin: (call: IncomingCall) => CallObserver | undefined): ServerInterceptor {
  return ({ path, requestStream, responseStream }, call) => {
    let observer: CallObserver | undefined;
    const within = (work: () => void) => {
      if (observer?.within === undefined) work();
      else observer.within(work);
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => {
            observer = begin({ path, requestStream, responseStream, metadata });
            within(() => pass(metadata));
          },
          onReceiveMessage: (message, pass) => {
            observer?.received?.();
            within(() => pass(message));
          },
          onReceiveHalfClose: (pass) => within(pass),
          onCancel: () => {
            // Trailers may never have been sent: 1 is CANCELLED.
            observer?.ended(1);
            observer = undefined;
          },
        }),
      sendMessage: (message, pass) => {
        observer?.sent?.();
        pass(message);
      },
      sendStatus: (status, pass) => {
        observer?.ended(status.code);
        observer = undefined;
        pass(status);
      },
    });
  };
}
