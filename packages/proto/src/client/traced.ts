import { type OpenSpan, startSpan } from '@damselfly/core/node';
import { InterceptingCall, type Interceptor } from '@grpc/grpc-js';
import { traceHeadersOf } from '../trace-headers.ts';

/**
 * One span a call, and its context in the call's metadata: below what the metadata says already, else below what goes on
 * here.
 */
export const tracedCall: Interceptor = (options, nextCall) => {
  let span: OpenSpan | undefined;
  return new InterceptingCall(nextCall(options), {
    start: (metadata, _, next) => {
      const parent = traceHeadersOf(metadata);
      span = startSpan(options.method_definition.path.slice(1), { kind: 'client', ...(parent && { parent }) });
      for (const [name, value] of Object.entries(span.headers())) metadata.set(name, value);
      next(metadata, {
        onReceiveStatus: (status, pass) => {
          const failed = status.code === 0 ? undefined : `status ${status.code}`;
          span?.end({ 'rpc.grpc.status_code': status.code }, failed);
          pass(status);
        },
      });
    },
  });
};
