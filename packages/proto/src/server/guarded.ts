import { Failure } from '@damselfly/core';
import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { untouched } from './pass-through.ts';

/** Lets a token in; rejects with the failure that keeps it out. */
export type CheckToken = (token: string) => Promise<void>;

/** Open to everybody: whoever looks after the server has no token. */
const isOpen = (path: string): boolean => path.startsWith('/grpc.health.v1.Health/');

/** Refuses calls whose `authorization` holds no token that is let in, before their handler sees them. */
export function guarded(check: CheckToken): ServerInterceptor {
  return (method, call) => {
    if (isOpen(method.path)) return untouched(call);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => {
            const [, token = ''] = /^Bearer (\S+)$/i.exec(String(metadata.get('authorization')[0] ?? '')) ?? [];
            metadata.remove('authorization');
            check(token).then(
              () => pass(metadata),
              (thrown: unknown) => {
                const { code, message, surface } = Failure.from(thrown);
                const details = code === 'internal' ? 'internal error' : message;
                call.sendStatus({ code: surface.grpc, details });
              },
            );
          },
        }),
    });
  };
}
