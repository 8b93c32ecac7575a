import type { Page } from '@playwright/test';

declare global {
  interface Window {
    interactions: number[];
  }
  /** Of the Event Timing API; 0 when the event is part of no interaction. */
  interface PerformanceEventTiming {
    readonly interactionId: number;
  }
}

/** Walks, selects and sorts a table of 10,000 rows, and says how long each press took until it was painted. */
export async function interactionsOf(page: Page, url: string): Promise<readonly number[]> {
  await page.addInitScript(() => {
    window.interactions = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry instanceof PerformanceEventTiming && entry.interactionId > 0)
          window.interactions.push(entry.duration);
      }
    }).observe({ type: 'event', buffered: true, ...{ durationThreshold: 16 } });
  });
  await page.goto(url);
  const table = page.getByRole('grid').first();
  await table.focus();
  // Every page of rows there is.
  for (let press = 0; press < 60; press++) await page.keyboard.press('End');
  for (let press = 0; press < 30; press++) await page.keyboard.press('PageUp');
  for (let press = 0; press < 30; press++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+a');
  for (let press = 0; press < 4; press++) await table.getByRole('columnheader').getByRole('button').last().click();
  await page.waitForTimeout(500);
  return await page.evaluate(() => window.interactions);
}
