import type { TraceHeaders } from '@damselfly/core/node';
import type { Metadata } from '@grpc/grpc-js';

/** The trace context in a call's metadata; `undefined` when there is none. */
export function traceHeadersOf(metadata: Metadata): TraceHeaders | undefined {
  const pairs = ['traceparent', 'tracestate'].flatMap((name) =>
    metadata.get(name).map((value) => [name, String(value)]),
  );
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
