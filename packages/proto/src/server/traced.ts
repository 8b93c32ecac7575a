import { startSpan, tracingOn } from '@damselfly/core/node';
import type { ServerInterceptor } from '@grpc/grpc-js';
import { traceHeadersOf } from '../trace-headers.ts';
import { type CallObserver, type IncomingCall, observed } from './observed.ts';
import { untouched } from './pass-through.ts';

const follow = observed(({ path, metadata }: IncomingCall): CallObserver => {
  const parent = traceHeadersOf(metadata);
  const span = startSpan(path.slice(1, 256), { kind: 'server', ...(parent && { parent }) });
  return {
    within: (work) => span.within(work),
    ended: (code) => span.end({ 'rpc.grpc.status_code': code }, code === 0 ? undefined : `status ${code}`),
  };
});

/** One span a call, below the caller's. Calls pass untouched while tracing is off. */
export const tracedCalls: ServerInterceptor = (method, call) => (tracingOn() ? follow(method, call) : untouched(call));
