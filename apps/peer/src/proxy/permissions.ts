import { createHash } from 'node:crypto';
import { Failure } from '@damselfly/core';
import type { Source, SourceRequest } from '../source/source.ts';

export interface PermissionsOptions {
  readonly source: Pick<Source, 'stat'>;
  readonly ttlMs: number;
  readonly serveWhenOriginIsDown: boolean;
  readonly nowMs: () => number;
}

const maxRemembered = 10_000;

/**
 * Asks the origin whether a caller may have a URL, with the caller's own credentials: what is stored here was perhaps
 * fetched by somebody with more rights.
 */
export class Permissions {
  readonly #options: PermissionsOptions;
  readonly #grantedAtMs = new Map<string, number>();

  constructor(options: PermissionsOptions) {
    this.#options = options;
  }

  /** Throws the origin's refusal, or `unavailable` when it cannot be asked. */
  async check(request: SourceRequest, signal: AbortSignal): Promise<void> {
    const { source, ttlMs, serveWhenOriginIsDown, nowMs } = this.#options;
    const caller = fingerprint(request);
    const grantedAtMs = this.#grantedAtMs.get(caller);
    if (grantedAtMs !== undefined && nowMs() - grantedAtMs < ttlMs) return;
    this.#grantedAtMs.delete(caller);
    try {
      await source.stat(request, signal);
    } catch (thrown) {
      if (Failure.from(thrown).code === 'unavailable' && serveWhenOriginIsDown) return;
      throw thrown;
    }
    const oldest = this.#grantedAtMs.keys().next();
    if (this.#grantedAtMs.size >= maxRemembered && !oldest.done) this.#grantedAtMs.delete(oldest.value);
    if (ttlMs > 0) this.#grantedAtMs.set(caller, nowMs());
  }
}

/** The URL and all headers, of which any may be a credential; hashed, so that none stays in memory. */
function fingerprint({ url, header }: SourceRequest): string {
  const entries = Object.entries(header).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([url, entries]))
    .digest('base64');
}
