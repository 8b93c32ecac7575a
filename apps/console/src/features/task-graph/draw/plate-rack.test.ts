import { expect, test } from 'vitest';
import { PlateRack } from './plate-rack.ts';
import type { Canvas, Context, View } from './stage.ts';

/** A canvas that draws nothing and writes down what it was asked to copy. */
function canvasOf(width: number, height: number): Canvas {
  const context = new Proxy({}, { get: () => () => undefined, set: () => true });
  const canvas = { width, height, getContext: () => context };
  return canvas as unknown as Canvas;
}

function screen() {
  const copied: unknown[] = [];
  const context = new Proxy(
    {},
    {
      get: (_, name) => (name === 'drawImage' ? (image: unknown) => copied.push(image) : () => undefined),
      set: () => true,
    },
  );
  return { g: context as Context, copied };
}

const view = (change: Partial<View> = {}): View => ({ k: 1, tx: 0, ty: 0, width: 100, height: 100, dpr: 1, ...change });
const graph = { left: 10, top: 10, right: 90, bottom: 90 };

test('the bitmap that held the whole graph fills what the front one leaves blank, and nothing else', () => {
  const rack = new PlateRack(canvasOf);
  const whole = rack.take(view());
  rack.put(whole, graph);
  const close = rack.take(view({ k: 4, tx: -100, ty: -100 }));
  rack.put(close, graph);
  const near = screen();
  rack.show(near.g, view({ k: 4, tx: -100, ty: -100 }), 1, undefined);
  expect(near.copied).toEqual([close.canvas]);
  const far = screen();
  rack.show(far.g, view(), 1, undefined);
  expect(far.copied).toEqual([whole.canvas, close.canvas]);
});

test('bitmaps go round: three are enough for any number of views', () => {
  const rack = new PlateRack(canvasOf);
  const seen = new Set<unknown>();
  for (let n = 0; n < 20; n += 1) {
    const plate = rack.take(view({ k: n % 2 === 0 ? 1 : 5 }));
    seen.add(plate.canvas);
    rack.put(plate, graph);
  }
  expect(seen.size).toBeLessThanOrEqual(3);
});

test('a window of another size drops bitmaps that do not fit it', () => {
  const rack = new PlateRack(canvasOf);
  const small = rack.take(view());
  rack.drop(small);
  expect(rack.take(view({ width: 300 }))).not.toBe(small);
});
