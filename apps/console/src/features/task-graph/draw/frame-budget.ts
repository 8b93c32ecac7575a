const leastUs = 2500;
const mostUs = 9000;

/**
 * How much raster work a frame may hold, by known costs: canvas calls are recorded and paid later, so timing them in
 * place tells nothing, but the distance between frames does.
 */
export class FrameBudget {
  microseconds = 8000;

  measure(frameMs: number): void {
    if (frameMs > 24) this.microseconds = Math.max(leastUs, this.microseconds * 0.85);
    else if (frameMs < 18) this.microseconds = Math.min(mostUs, this.microseconds * 1.05);
  }
}
