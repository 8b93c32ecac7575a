import type { HostId } from '@damselfly/core';
import { Counter, Gauge, type Log, type Registry } from '@damselfly/core/node';

/** A piece that was not what it should have been. */
export interface Evidence {
  readonly task: string;
  readonly number: number;
  readonly parent: string;
  /** CRC-32 of what it sent, and of what it should have sent. */
  readonly sent: number;
  readonly truth: number;
}

interface Record {
  untilMs: number;
  /** When damaged pieces came, the latest last. */
  damagedAtMs: number[];
}

export interface QuarantineOptions {
  readonly log: Log;
  readonly registry: Registry;
  readonly nowMs?: () => number;
}

const lyingMs = 60 * 60_000;
const damagedMs = 10 * 60_000;
/** Damaged pieces within `damagedMs` before a host is left: a single one may be the line's fault. */
const tolerated = 3;
const maxHosts = 4096;

/** Hosts from which nothing is taken for a while, because of what they sent. */
export class Quarantine {
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #hosts = new Map<HostId, Record>();
  readonly #lies: Counter;

  constructor({ log, registry, nowMs = Date.now }: QuarantineOptions) {
    this.#log = log;
    this.#nowMs = nowMs;
    const registers = [registry];
    this.#lies = new Counter({
      name: 'damselfly_peer_false_pieces_total',
      help: 'Pieces that fitted their own checksum but not the content.',
      registers,
    });
    const count = () => [...this.#hosts.values()].filter(({ untilMs }) => untilMs > this.#nowMs()).length;
    new Gauge({
      name: 'damselfly_peer_quarantined_hosts',
      help: 'Hosts from which nothing is taken for a while, because of what they sent.',
      registers,
      collect() {
        this.set(count());
      },
    });
  }

  holds(host: HostId): boolean {
    return (this.#hosts.get(host)?.untilMs ?? 0) > this.#nowMs();
  }

  /** It sent a piece that does not fit the sum it announced. Several soon after each other keep it away for ten minutes. */
  damaged(host: HostId): void {
    const nowMs = this.#nowMs();
    const record = this.#record(host);
    record.damagedAtMs = [...record.damagedAtMs.filter((atMs) => atMs > nowMs - damagedMs), nowMs].slice(-tolerated);
    if (record.damagedAtMs.length < tolerated) return;
    this.#keepAway(record, damagedMs);
    this.#log.warn(
      { host, pieces: record.damagedAtMs.length },
      'a host sends damaged pieces; nothing is taken from it for a while',
    );
  }

  /** It sent pieces whose sums were right and whose bytes were not: an hour. */
  lied(host: HostId, evidence: readonly Evidence[]): void {
    this.#lies.inc(evidence.length);
    this.#keepAway(this.#record(host), lyingMs);
    this.#log.warn(
      { host, evidence: evidence.slice(0, 20) },
      'a host sent other bytes than the content has; nothing is taken from it for an hour',
    );
  }

  #keepAway(record: Record, forMs: number): void {
    record.untilMs = Math.max(record.untilMs, this.#nowMs() + forMs);
  }

  #record(host: HostId): Record {
    const record = this.#hosts.get(host) ?? { untilMs: 0, damagedAtMs: [] };
    this.#hosts.delete(host);
    this.#hosts.set(host, record);
    const oldest = this.#hosts.keys().next();
    if (this.#hosts.size > maxHosts && !oldest.done) this.#hosts.delete(oldest.value);
    return record;
  }
}
