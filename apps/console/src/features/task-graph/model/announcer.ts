import type { Words } from '../messages.ts';
import type { Counters } from './counters.ts';
import type { Connection } from './graph-store.ts';
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
  next(counters: Counters, connection: Connection, nowMs: number, words: Words): string | undefined {
    if (nowMs - this.#spokeAtMs < pauseMs || connection === 'connecting') return undefined;
    const { peers, states } = counters;
    const now = { failed: states.failed, peers, finished: peers > 0 && states.succeeded === peers, connection };
    const sentence = sentenceFor(this.#heard, now, counters, words);
    if (sentence === undefined) return undefined;
    this.#heard = now;
    this.#spokeAtMs = nowMs;
    return sentence;
  }
}

function sentenceFor(heard: Heard | undefined, now: Heard, counters: Counters, words: Words): string | undefined {
  const { t, format } = words;
  const peers = (count: number) => t.peers(count, format.number(count));
  const failed = now.failed - (heard?.failed ?? 0);
  if (failed > 0) return `${t.heard.failed(peers(failed))} ${summaryOf(counters, words)}.`;
  if (heard === undefined) return `${summaryOf(counters, words)}.`;
  if (now.connection !== heard.connection) return t.connectionSentence[now.connection];
  if (now.finished && !heard.finished) return t.heard.done(peers(now.peers));
  if (now.peers > heard.peers) return t.heard.joined(peers(now.peers - heard.peers));
  if (now.peers < heard.peers) return t.heard.left(peers(heard.peers - now.peers));
  return undefined;
}
