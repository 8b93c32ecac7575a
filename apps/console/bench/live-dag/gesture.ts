/** What a bench asks of the page, through the same events a hand makes. */
export type Gesture = 'live' | 'pan' | 'zoom';

/** Frames seen while a gesture played, and what was in view, as the canvas tells: the least and the most. */
export interface Played {
  readonly fps: number;
  readonly worstFrameMs: number;
  readonly peers: readonly [number, number];
  readonly edges: readonly [number, number];
}

declare global {
  interface Window {
    bench: {
      firstPaintMs: number | undefined;
      /** How much of the swarm's time has passed. */
      simulatedMs(): number;
      readonly peers: readonly { readonly hostname: string; readonly seed: boolean }[];
      play(gesture: Gesture, lastsMs: number): Promise<Played>;
    };
  }
}

/** Plays a gesture on the canvas, one event a frame, and counts frames. */
export async function playGesture(gesture: Gesture, lastsMs: number): Promise<Played> {
  const canvas = document.querySelector('canvas');
  if (canvas === null) throw new Error('the page shows no canvas');
  const box = canvas.getBoundingClientRect();
  const middle = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  const mouse = (target: EventTarget, type: string, dx: number, dy: number) =>
    target.dispatchEvent(
      new MouseEvent(type, {
        ...{ bubbles: true, cancelable: true, view: window, button: 0, buttons: 1 },
        ...{ clientX: middle.clientX + dx, clientY: middle.clientY + dy },
      }),
    );
  const peers = range();
  const edges = range();
  const startMs = await nextFrame();
  let lastMs = startMs;
  let frames = 0;
  let worstFrameMs = 0;
  if (gesture === 'pan') mouse(canvas, 'mousedown', 0, 0);
  for (let nowMs = startMs; nowMs - startMs < lastsMs; ) {
    const phase = ((nowMs - startMs) / 4000) * Math.PI * 2;
    if (gesture === 'pan') mouse(window, 'mousemove', 260 * Math.sin(phase), 120 * Math.sin(2 * phase));
    if (gesture === 'zoom') {
      const deltaY = -14 * Math.sign(Math.sin(phase));
      canvas.dispatchEvent(
        new WheelEvent('wheel', { ...middle, deltaY, bubbles: true, cancelable: true, view: window }),
      );
    }
    nowMs = await nextFrame();
    worstFrameMs = Math.max(worstFrameMs, nowMs - lastMs);
    lastMs = nowMs;
    frames += 1;
    peers.see(Number(canvas.dataset.peers));
    edges.see(Number(canvas.dataset.edges));
  }
  if (gesture === 'pan') mouse(window, 'mouseup', 0, 0);
  return { fps: (frames * 1000) / (lastMs - startMs), worstFrameMs, peers: peers.seen(), edges: edges.seen() };
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

function range() {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  return {
    see(value: number): void {
      least = Math.min(least, value);
      most = Math.max(most, value);
    },
    seen: (): readonly [number, number] => [least, most],
  };
}
