/** Frames while there is something to move, none while all is still. */
export class FrameLoop {
  readonly #draw: (nowMs: number) => boolean;
  #request: number | undefined;

  /** `draw` returns true to be called again. */
  constructor(draw: (nowMs: number) => boolean) {
    this.#draw = draw;
  }

  wake(): void {
    this.#request ??= requestAnimationFrame(this.#frame);
  }

  stop(): void {
    if (this.#request !== undefined) cancelAnimationFrame(this.#request);
    this.#request = undefined;
  }

  readonly #frame = (nowMs: number): void => {
    this.#request = undefined;
    if (this.#draw(nowMs)) this.wake();
  };
}
