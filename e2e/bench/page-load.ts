import type { Browser, BrowserContextOptions } from '@playwright/test';

/** How a page came, with an empty cache, on the line that Lighthouse takes for a desktop: 40 ms and 10 Mbit/s. */
export interface PageLoad {
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  /** Time beyond 50 ms that long tasks held the page, from the first paint on. */
  readonly blockedMs: number;
  /** Cumulative layout shift. */
  readonly shift: number;
}

interface Seen {
  lcp: number;
  shift: number;
  readonly tasks: [startMs: number, durationMs: number][];
}
declare global {
  interface Window {
    seen: Seen;
  }
}

const line = { offline: false, latency: 40, downloadThroughput: (10e6 / 8) | 0, uploadThroughput: (10e6 / 8) | 0 };
/** Long enough for everything that a page asks for by itself. */
const watchedMs = 6000;

/** Loads an address in a fresh context. */
export async function loadPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<PageLoad> {
  const context = await browser.newContext({ ...options, viewport: { width: 1350, height: 940 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', line);
    await page.addInitScript(() => {
      const seen: Seen = { lcp: 0, shift: 0, tasks: [] };
      window.seen = seen;
      // No named functions in here: what compiles this file gives them a helper that the page does not have.
      for (const type of ['largest-contentful-paint', 'layout-shift', 'longtask']) {
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { startTime, duration } = entry;
            const { value = 0, hadRecentInput = false } = entry as { value?: number; hadRecentInput?: boolean };
            if (type === 'largest-contentful-paint') seen.lcp = startTime;
            else if (type === 'longtask') seen.tasks.push([startTime, duration]);
            else if (!hadRecentInput) seen.shift += value;
          }
        }).observe({ type, buffered: true });
      }
    });
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(watchedMs);
    return await page.evaluate(() => {
      const { lcp, shift, tasks } = window.seen;
      const firstPaintMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
      const late = tasks.filter(([startMs]) => startMs >= firstPaintMs);
      const blockedMs = late.reduce((sum, [, durationMs]) => sum + Math.max(0, durationMs - 50), 0);
      return { firstPaintMs, largestPaintMs: lcp, blockedMs, shift };
    });
  } finally {
    await context.close();
  }
}
