import type { Abilities } from '../vortex.ts';
import { type Endpoint, PieceConnection, type TcpLimits } from './connection.ts';

interface Parent {
  /** `once`: an implementation that serves one request a connection. */
  speaks: 'unknown' | 'once' | 'many';
  /** It sends packed blocks when asked to. */
  packs: boolean;
  learntAtMs: number;
  probing: boolean;
  readonly idle: { readonly connection: PieceConnection; readonly sinceMs: number }[];
}

export interface ConnectionPoolOptions {
  /** What this side can. */
  readonly abilities: Abilities;
  readonly limits: TcpLimits;
  readonly maxIdlePerParent: number;
  readonly maxIdle: number;
  /** Shorter than a server of ours keeps a silent connection, so that a request seldom meets its end. */
  readonly idleMs: number;
}

const maxParents = 1024;
const relearnMs = 10 * 60_000;

/**
 * Connections that outlive one piece. Whether a parent allows it is found out beside the first fetch, by a greeting on
 * a connection of its own which other implementations just drop.
 */
export class ConnectionPool {
  readonly #options: ConnectionPoolOptions;
  readonly #parents = new Map<string, Parent>();
  readonly #closing = new AbortController();
  readonly #probes = new Set<Promise<void>>();
  readonly #sweep: NodeJS.Timeout;
  #idleCount = 0;

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#dropStale(), Math.max(10, options.idleMs / 2));
    this.#sweep.unref();
  }

  get idleCount(): number {
    return this.#idleCount;
  }

  /** A connection from an earlier exchange, when there is one. */
  takeIdle(endpoint: Endpoint): PieceConnection | undefined {
    const parent = this.#parent(endpoint);
    for (let entry = parent.idle.pop(); entry !== undefined; entry = parent.idle.pop()) {
      this.#idleCount -= 1;
      entry.connection.onBroken(undefined);
      if (entry.connection.usable) return entry.connection;
    }
    return undefined;
  }

  /** True when the parent was seen to serve many requests a connection. Finds out, in the background, what it is. */
  servesMany(endpoint: Endpoint): boolean {
    const parent = this.#parent(endpoint);
    const known = parent.speaks !== 'unknown' && Date.now() - parent.learntAtMs < relearnMs;
    if (!known && !parent.probing && !this.#closing.signal.aborted) this.#startProbe(endpoint, parent);
    return parent.speaks === 'many';
  }

  /** True when both sides can send packed blocks. */
  packs(endpoint: Endpoint): boolean {
    return this.#parent(endpoint).packs;
  }

  /** Takes back a connection on which an exchange ended well. */
  keep(endpoint: Endpoint, connection: PieceConnection): void {
    const parent = this.#parent(endpoint);
    const { maxIdle, maxIdlePerParent } = this.#options;
    const full = this.#idleCount >= maxIdle || parent.idle.length >= maxIdlePerParent;
    if (full || !connection.usable || this.#closing.signal.aborted) {
      connection.destroy();
      return;
    }
    const entry = { connection, sinceMs: Date.now() };
    parent.idle.push(entry);
    this.#idleCount += 1;
    connection.onBroken(() => {
      const at = parent.idle.indexOf(entry);
      if (at < 0) return;
      parent.idle.splice(at, 1);
      this.#idleCount -= 1;
    });
  }

  /** The parent broke off a connection it had agreed to keep: it may be another program now. */
  forget(endpoint: Endpoint): void {
    const parent = this.#parent(endpoint);
    parent.speaks = 'unknown';
    for (const { connection } of parent.idle.splice(0)) {
      this.#idleCount -= 1;
      connection.onBroken(undefined);
      connection.destroy();
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    this.#closing.abort();
    for (const parent of this.#parents.values()) for (const { connection } of [...parent.idle]) connection.destroy();
    await Promise.all(this.#probes);
    this.#parents.clear();
  }

  #startProbe(endpoint: Endpoint, parent: Parent): void {
    parent.probing = true;
    const probe = this.#probe(endpoint, parent).finally(() => {
      parent.probing = false;
      this.#probes.delete(probe);
    });
    this.#probes.add(probe);
  }

  async #probe(endpoint: Endpoint, parent: Parent): Promise<void> {
    const { limits, abilities } = this.#options;
    let connection: PieceConnection | undefined;
    try {
      connection = await PieceConnection.open(endpoint, limits, this.#closing.signal);
      const said = await connection.greet(abilities, limits.connectTimeoutMs, this.#closing.signal);
      parent.speaks = said === undefined ? 'once' : 'many';
      parent.packs = abilities.packs && said?.packs === true;
    } catch {
      // Out of reach: the fetch beside it says so to whoever cares, and the next one probes again.
      parent.speaks = 'unknown';
      return;
    }
    parent.learntAtMs = Date.now();
    if (parent.speaks === 'many') this.keep(endpoint, connection);
    else connection.destroy();
  }

  #parent({ ip, port }: Endpoint): Parent {
    const key = `${ip} ${port}`;
    const parent = this.#parents.get(key) ?? {
      speaks: 'unknown',
      packs: false,
      learntAtMs: 0,
      probing: false,
      idle: [],
    };
    this.#parents.delete(key);
    this.#parents.set(key, parent);
    if (this.#parents.size > maxParents) this.#dropOldest();
    return parent;
  }

  #dropOldest(): void {
    for (const [key, parent] of this.#parents) {
      if (parent.probing || parent.idle.length > 0) continue;
      this.#parents.delete(key);
      return;
    }
  }

  #dropStale(): void {
    const before = Date.now() - this.#options.idleMs;
    for (const { idle } of this.#parents.values()) {
      for (const { connection } of idle.filter(({ sinceMs }) => sinceMs < before)) connection.destroy();
    }
  }
}
