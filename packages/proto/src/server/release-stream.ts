import type { ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { ServerInterceptor } from '@grpc/grpc-js';
import { untouched } from './pass-through.ts';

/** How long trailers may sit in a congested connection before the stream is let go all the same. */
const flushLimitMs = 5_000;

/**
 * Frees callers that never half-close. When a server ends such a call early, HTTP/2 asks it to follow the trailers with
 * RST_STREAM(NO_ERROR); grpc-js does not, and Dragonfly's client waits for its request stream to be dropped.
 * Must be the first interceptor: it reads the HTTP/2 stream of the innermost call.
 */
export const releaseStream: ServerInterceptor = (method, call) => {
  const stream = method.requestStream ? http2Stream(call) : undefined;
  if (stream) releaseAfterTrailers(stream);
  return untouched(call);
};

function releaseAfterTrailers(stream: ServerHttp2Stream): void {
  stream.once('wantTrailers', () => void release(stream));
  stream.once('finish', () => {
    const trailersOnly = stream.sentHeaders !== undefined && 'grpc-status' in stream.sentHeaders;
    if (trailersOnly) void release(stream);
  });
}

/** Two turns let nghttp2 take up the trailers; a reset in the same turn or the next would overtake them. */
async function release(stream: ServerHttp2Stream): Promise<void> {
  await nextTurn();
  await nextTurn();
  const giveUpAt = performance.now() + flushLimitMs;
  while (framesWaiting(stream) && performance.now() < giveUpAt) await sleep(10, undefined, { ref: false });
  if (!stream.closed && !stream.destroyed) stream.close(constants.NGHTTP2_NO_ERROR);
}

function framesWaiting(stream: ServerHttp2Stream): boolean {
  const session = stream.session;
  return session !== undefined && !session.destroyed && (session.state.outboundQueueSize ?? 0) > 0;
}

/** grpc-js keeps the stream in a private field of its base call: the version is pinned, a test watches the effect. */
function http2Stream(call: object): ServerHttp2Stream | undefined {
  let inner: object = call;
  while ('nextCall' in inner && typeof inner.nextCall === 'object' && inner.nextCall !== null) inner = inner.nextCall;
  return 'stream' in inner ? (inner.stream as ServerHttp2Stream) : undefined;
}
