import type { Page } from '@playwright/test';

declare global {
  interface Window {
    latencies: number[];
  }
}

/** Milliseconds from the moment a scheduler sealed a batch of events until the frame after it was drawn, for each batch. */
export async function watchLatency(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.addInitScript(() => {
    window.latencies = [];
    const Original = window.EventSource;
    window.EventSource = class extends Original {
      constructor(url: string | URL, options?: EventSourceInit) {
        super(url, options);
        if (!String(url).includes('tasks.watch')) return;
        this.addEventListener('message', ({ data }: MessageEvent<string>) => {
          const { type, batch } = JSON.parse(data) as { type: string; batch?: { atMs: number } };
          if (type !== 'batch' || batch === undefined) return;
          requestAnimationFrame(() => requestAnimationFrame(() => window.latencies.push(Date.now() - batch.atMs)));
        });
      }
    };
  });
  return () => page.evaluate(() => window.latencies);
}
