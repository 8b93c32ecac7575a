import type { Share } from '../rate/fair-queue.ts';
import { FairSlots } from '../rate/fair-slots.ts';

export interface UploadTurnsOptions {
  /** Pieces sent at once, however wide the link. */
  readonly most: number;
}

const tickMs = 250;
/** Ticks of the stretch over which the rate is taken, and after which the number of turns is looked at again. */
const stretch = 8;
/** One is sent while the next is asked for. */
const fewest = 2;
/** As many pieces at once as the link sends in this time: each child has its piece soon, and can pass it on. */
const horizonS = 1;
/** One more turn was worth it when so much more goes out. */
const gain = 1.25;
/** Stretches between two trials: the link may have got wider, or those who take pieces slower. */
const rest = 3;
/** A piece that takes longer would have come as soon from a child that has it. */
const slowMs = 250;
/** Weight of the newest piece in the means. */
const freshness = 0.2;

/**
 * Lets pieces go out few at a time where the link is what limits them. Pieces that share a link all arrive late, and a
 * child can pass on nothing but a whole piece.
 */
export class UploadTurns {
  readonly #most: number;
  readonly #slots: FairSlots;
  readonly #sent: number[] = [];
  #sentInTick = 0;
  readonly #underWay = new Set<{ readonly sinceMs: number }>();
  #pieceBytes = 0;
  #pieceMs = 0;
  /** Turns beyond what the rate says, because they were found to be worth it or are being tried. */
  #extra = 0;
  /** The rate before the trial under way; undefined: none is. */
  #rateBefore: number | undefined;
  #ticksLeft = stretch;
  #timer: NodeJS.Timeout | undefined;

  constructor({ most }: UploadTurnsOptions) {
    this.#most = most;
    this.#slots = new FairSlots(Math.min(fewest, most));
  }

  /** Pieces on their way. */
  get taken(): number {
    return this.#slots.taken;
  }

  /**
   * Resolves to what ends the turn, to be called once; to undefined when there was none within `patienceMs`. Rejects as
   * `cancelled` when the signal aborts first.
   */
  async take(signal: AbortSignal, share: Share, patienceMs?: number): Promise<(() => void) | undefined> {
    this.#timer ??= setInterval(() => this.#tick(), tickMs).unref();
    const now = this.#slots.tryTake();
    if (now !== undefined || patienceMs === undefined) return now ?? (await this.#slots.take(signal, share));
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), patienceMs);
    try {
      return await this.#slots.take(AbortSignal.any([signal, impatience.signal]), share);
    } catch (thrown) {
      if (signal.aborted || !impatience.signal.aborted) throw thrown;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** True while pieces take so long that it matters who gets which. */
  get isSlow(): boolean {
    const [oldest] = this.#underWay;
    return this.#pieceMs > slowMs || (oldest !== undefined && performance.now() - oldest.sinceMs > slowMs);
  }

  /** A piece of so many bytes begins to go out; call the result when it is over. */
  began(bytes: number): () => void {
    const piece = { sinceMs: performance.now() };
    this.#underWay.add(piece);
    this.#pieceBytes = mean(this.#pieceBytes, bytes);
    return () => {
      this.#underWay.delete(piece);
      this.#pieceMs = mean(this.#pieceMs, performance.now() - piece.sinceMs);
    };
  }

  /** So many bytes went out. */
  sent(bytes: number): void {
    this.#sentInTick += bytes;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    this.#sent.push(this.#sentInTick);
    this.#sentInTick = 0;
    if (this.#sent.length > stretch) this.#sent.shift();
    const rate = this.#sent.reduce((sum, bytes) => sum + bytes, 0) / ((this.#sent.length * tickMs) / 1000);
    this.#ticksLeft -= 1;
    if (this.#ticksLeft <= 0) this.#judge(rate);
    const wide = Math.ceil((rate * horizonS) / Math.max(1, this.#pieceBytes));
    this.#slots.setLimit(Math.min(this.#most, Math.max(fewest, wide) + this.#extra));
    if (this.#slots.taken === 0 && this.#slots.waiting === 0 && rate === 0) this.#rest();
  }

  /** Tries a turn more while others wait for one, and keeps it when more went out with it. */
  #judge(rate: number): void {
    this.#ticksLeft = stretch;
    const before = this.#rateBefore;
    if (before !== undefined && rate < before * gain) {
      this.#extra -= 1;
      this.#rateBefore = undefined;
      this.#ticksLeft = rest * stretch;
    } else if (this.#slots.waiting > 0) {
      this.#extra += 1;
      this.#rateBefore = rate;
    } else {
      this.#rateBefore = undefined;
      this.#extra = Math.max(0, this.#extra - 1);
    }
  }

  #rest(): void {
    this.close();
    this.#sent.length = 0;
    this.#extra = 0;
    this.#rateBefore = undefined;
    this.#ticksLeft = stretch;
  }
}

const mean = (before: number, newest: number) => (before === 0 ? newest : before + freshness * (newest - before));
