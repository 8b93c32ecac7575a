import { ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';
import { untouched } from './pass-through.ts';

export interface RateLimit {
  /** Calls a second, unary calls and new streams alike. */
  readonly perSecond: number;
  /** Calls that may come at once; as many as `perSecond` unless said. */
  readonly burst?: number;
  /** Methods never refused, by path. Health checks by default: refusing those drops the server from its clients. */
  readonly exempt?: (path: string) => boolean;
  /** Milliseconds, never going back. */
  readonly now?: () => number;
}

/** A bucket that holds `burst` tokens and gains `perSecond` of them a second. Returns how to take one. */
export function tokenBucket({ perSecond, burst = perSecond, now = () => performance.now() }: RateLimit): () => boolean {
  let tokens = burst;
  let countedAt = now();
  return () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - countedAt) / 1000) * perSecond);
    countedAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** Refuses calls above the limit with RESOURCE_EXHAUSTED before their handler sees them. */
export function rateLimited(limit: RateLimit): ServerInterceptor {
  const take = tokenBucket(limit);
  const exempt = limit.exempt ?? ((path) => path.startsWith('/grpc.health.v1.Health/'));
  return (method, call) => {
    if (exempt(method.path) || take()) return untouched(call);
    const refuse = () => call.sendStatus({ code: status.RESOURCE_EXHAUSTED, details: 'too many requests, slow down' });
    return new ServerInterceptingCall(call, { start: (next) => next({ onReceiveMetadata: refuse }) });
  };
}
