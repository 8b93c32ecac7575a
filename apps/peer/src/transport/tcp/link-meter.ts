/** What was seen of pieces that travelled in one way. */
class Speed {
  bytesPerSecond: number | undefined;

  add(rate: number): void {
    this.bytesPerSecond =
      this.bytesPerSecond === undefined ? rate : this.bytesPerSecond + freshness * (rate - this.bytesPerSecond);
  }
}

interface Link {
  readonly plain: Speed;
  readonly packed: Speed;
  transfers: number;
  /** Pieces since the other way was tried. */
  sinceTrial: number;
}

const freshness = 0.3;
/** Bytes a second. Above it packing costs more time than the line, and the parent's processor has better to do. */
const fastLine = 64 * 2 ** 20;
/** Packing must be worth this much to be kept up. */
const gain = 1.1;
const trialEvery = 32;
const maxLinks = 1024;

export interface LinkTransfer {
  /** All of a piece arrived. `packed`: as the parent sent it. */
  done(bytes: number, elapsedMs: number, packed: boolean): void;
  failed(): void;
}

/**
 * Decides whether pieces should travel packed, by what was measured: plain until a line is known to be slow, then packed for
 * as long as more of the content arrives in a second that way. Parents never met are judged by this host's own line.
 */
export class LinkMeter {
  readonly #links = new Map<string, Link>();
  readonly #own: Link = newLink();

  /** True when the next piece from `parent` should be asked for packed. */
  wantsPacked(parent: string): boolean {
    const link = this.#links.get(parent);
    const { plain, packed, sinceTrial } = link?.plain.bytesPerSecond === undefined ? this.#own : link;
    if (plain.bytesPerSecond === undefined || plain.bytesPerSecond >= fastLine) return false;
    if (packed.bytesPerSecond === undefined) return true;
    const worth = packed.bytesPerSecond >= plain.bytesPerSecond * gain;
    return sinceTrial >= trialEvery ? !worth : worth;
  }

  /** A piece from `parent` is asked for. */
  begin(parent: string): LinkTransfer {
    const links = [this.#link(parent), this.#own];
    const beside = links.map((link) => {
      link.transfers += 1;
      return link.transfers;
    });
    const over = () => {
      for (const link of links) link.transfers -= 1;
    };
    return {
      failed: over,
      done: (bytes, elapsedMs, packed) => {
        for (const [index, link] of links.entries()) {
          // Transfers side by side share the line: their sum is its speed.
          const share = ((beside[index] ?? 1) + link.transfers) / 2;
          learn(link, (bytes * share * 1000) / Math.max(1, elapsedMs), packed);
        }
        over();
      },
    };
  }

  #link(parent: string): Link {
    const link = this.#links.get(parent) ?? newLink();
    this.#links.delete(parent);
    this.#links.set(parent, link);
    const oldest = this.#links.keys().next();
    if (this.#links.size > maxLinks && !oldest.done) this.#links.delete(oldest.value);
    return link;
  }
}

const newLink = (): Link => ({ plain: new Speed(), packed: new Speed(), transfers: 0, sinceTrial: 0 });

function learn(link: Link, rate: number, packed: boolean): void {
  const usual = (link.packed.bytesPerSecond ?? 0) >= (link.plain.bytesPerSecond ?? 0) * gain;
  link.sinceTrial = packed === usual ? link.sinceTrial + 1 : 0;
  (packed ? link.packed : link.plain).add(rate);
}
