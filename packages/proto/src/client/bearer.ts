import { InterceptingCall, type Interceptor } from '@grpc/grpc-js';

/** Shows a token with every call, as HTTP does. */
export const bearing =
  (token: string): Interceptor =>
  (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start: (metadata, listener, next) => {
        metadata.set('authorization', `Bearer ${token}`);
        next(metadata, listener);
      },
    });
