import type { Counters } from './counters.ts';
import type { Connection } from './graph-store.ts';
import { countOf } from './numbers.ts';
import { summaryOf } from './summary.ts';

const pauseMs = 5000;

interface Heard {
  readonly failed: number;
  readonly peers: number;
  readonly finished: boolean;
  readonly connection: Connection;
}

/**
 * Decides what a screen reader hears of a moving graph: at most one sentence in five seconds, failures before
 * everything else, silence while only progress moves.
 */
export class Announcer {
  #heard: Heard | undefined;
  #spokeAtMs = Number.NEGATIVE_INFINITY;

  /** The sentence to speak now, or `undefined`. What is held back is told by a later call. */
  next(counters: Counters, connection: Connection, nowMs: number): string | undefined {
    if (nowMs - this.#spokeAtMs < pauseMs || connection === 'connecting') return undefined;
    const { peers, states } = counters;
    const now = { failed: states.failed, peers, finished: peers > 0 && states.succeeded === peers, connection };
    const sentence = sentenceFor(this.#heard, now, counters);
    if (sentence === undefined) return undefined;
    this.#heard = now;
    this.#spokeAtMs = nowMs;
    return sentence;
  }
}

function sentenceFor(heard: Heard | undefined, now: Heard, counters: Counters): string | undefined {
  const failed = now.failed - (heard?.failed ?? 0);
  if (failed > 0) return `${countOf(failed, 'peer')} failed. ${summaryOf(counters)}.`;
  if (heard === undefined) return `${summaryOf(counters)}.`;
  if (now.connection !== heard.connection) return connectionSentence(now.connection);
  if (now.finished && !heard.finished) return `All ${countOf(now.peers, 'peer')} are done.`;
  if (now.peers > heard.peers) return `${countOf(now.peers - heard.peers, 'peer')} joined.`;
  if (now.peers < heard.peers) return `${countOf(heard.peers - now.peers, 'peer')} left.`;
  return undefined;
}

/** A connection as people hear or read it. */
export function connectionSentence(connection: Connection): string {
  switch (connection) {
    case 'connecting':
      return 'Connecting.';
    case 'live':
      return 'The picture is live.';
    case 'retrying':
      return 'The connection is lost; trying again.';
    case 'gone':
      return 'No scheduler tracks this task any more; this is the last picture.';
    case 'past':
      return 'The picture is a recorded instant.';
    case 'paused':
      return 'Paused.';
    default:
      return connection satisfies never;
  }
}
