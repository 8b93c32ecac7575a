import { createHash } from 'node:crypto';

export interface RedirectCacheOptions {
  /** 0: nothing is remembered. */
  readonly ttlMs: number;
  readonly nowMs: () => number;
}

const maxRemembered = 1_000;

/**
 * Where an origin sent a request on for a while, so that parts of one file do not each ask it again. A target may be
 * signed for one caller: it counts for the same headers only, apart from the range.
 */
export class RedirectCache {
  readonly #options: RedirectCacheOptions;
  readonly #targets = new Map<string, { readonly target: URL; readonly untilMs: number }>();

  constructor(options: RedirectCacheOptions) {
    this.#options = options;
  }

  get(url: string, header: Readonly<Record<string, string>>): URL | undefined {
    const key = keyOf(url, header);
    const known = this.#targets.get(key);
    if (known === undefined || this.#options.nowMs() < known.untilMs) return known?.target;
    this.#targets.delete(key);
    return undefined;
  }

  remember(url: string, header: Readonly<Record<string, string>>, target: URL): void {
    const { ttlMs, nowMs } = this.#options;
    if (ttlMs === 0) return;
    const oldest = this.#targets.keys().next();
    if (this.#targets.size >= maxRemembered && !oldest.done) this.#targets.delete(oldest.value);
    this.#targets.set(keyOf(url, header), { target, untilMs: nowMs() + ttlMs });
  }

  forget(url: string, header: Readonly<Record<string, string>>): void {
    this.#targets.delete(keyOf(url, header));
  }
}

/** Hashed, so that no credential stays in memory. */
function keyOf(url: string, header: Readonly<Record<string, string>>): string {
  const entries = Object.entries(header)
    .filter(([name]) => name.toLowerCase() !== 'range')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([url, entries]))
    .digest('base64');
}
