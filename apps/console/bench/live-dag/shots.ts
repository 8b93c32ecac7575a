import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';

interface Shot {
  readonly name: string;
  readonly query: string;
  readonly width?: number;
  readonly height?: number;
  readonly prepare?: (page: Page) => Promise<void>;
}

const themes = ['dark', 'light'] as const;

/** Finds a peer through the search box, as a person would. */
const focusOn = (pick: 'middle' | 'seed') => async (page: Page) => {
  const name = await page.evaluate((which) => {
    const { peers } = window.bench;
    return (
      (which === 'seed' ? peers.find((peer) => peer.seed) : peers[Math.floor(peers.length * 0.45)])?.hostname ?? ''
    );
  }, pick);
  await page.keyboard.press('/');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
};

const press = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name }).click();
};

const shots: readonly Shot[] = themes.flatMap((theme) => [
  { name: `${theme}-5`, query: `theme=${theme}&peers=5&fastest=60000000&churn=0&seed=3` },
  {
    name: `${theme}-5-focus`,
    query: `theme=${theme}&peers=5&fastest=60000000&churn=0&seed=3`,
    prepare: focusOn('middle'),
  },
  { name: `${theme}-grown-6`, query: `theme=${theme}&peers=1&grow=6&fastest=60000000&churn=0&seed=5` },
  { name: `${theme}-mesh-4`, query: `theme=${theme}&peers=4&mesh&fastest=60000000&churn=0&seed=3` },
  { name: `${theme}-mesh-9`, query: `theme=${theme}&peers=9&mesh&fastest=60000000&churn=0&seed=3` },
  { name: `${theme}-mesh-21`, query: `theme=${theme}&peers=21&mesh&fastest=60000000&churn=0&seed=3` },
  { name: `${theme}-12`, query: `theme=${theme}&peers=12&churn=0` },
  { name: `${theme}-60`, query: `theme=${theme}&peers=60` },
  { name: `${theme}-60-focus`, query: `theme=${theme}&peers=60`, prepare: focusOn('middle') },
  { name: `${theme}-60-both`, query: `theme=${theme}&peers=60`, prepare: press('Both') },
  {
    name: `${theme}-60-past`,
    query: `theme=${theme}&peers=60&recorded=300`,
    prepare: press('One recorded moment back'),
  },
  { name: `${theme}-60-recorded`, query: `theme=${theme}&peers=60&recorded=300` },
  {
    name: `${theme}-phone-past`,
    query: `theme=${theme}&peers=12&churn=0&recorded=100`,
    width: 390,
    height: 760,
    prepare: press('One recorded moment back'),
  },
  { name: `${theme}-2000-idcs`, query: `theme=${theme}&peers=2000`, prepare: press('One peer an IDC') },
  {
    name: `${theme}-60-pinned`,
    query: `theme=${theme}&peers=60`,
    prepare: async (page) => {
      await focusOn('middle')(page);
      await press('Keep in sight')(page);
      await page.keyboard.press('Escape');
      await press('Close')(page);
    },
  },
  { name: `${theme}-map-5`, query: `theme=${theme}&map=240&places=5` },
  { name: `${theme}-map-5-host`, query: `theme=${theme}&map=240&places=5&pick` },
  { name: `${theme}-map-8`, query: `theme=${theme}&map=900&places=8` },
  { name: `${theme}-map-1`, query: `theme=${theme}&map=9&places=1` },
  { name: `${theme}-2000`, query: `theme=${theme}&peers=2000` },
  { name: `${theme}-2000-focus`, query: `theme=${theme}&peers=2000`, prepare: focusOn('middle') },
  { name: `${theme}-2000-filter`, query: `theme=${theme}&peers=2000`, prepare: press('Downloading') },
  { name: `${theme}-phone-list`, query: `theme=${theme}&peers=12`, width: 390, height: 760 },
  {
    name: `${theme}-phone-graph`,
    query: `theme=${theme}&peers=12&churn=0`,
    width: 390,
    height: 760,
    prepare: press('Graph'),
  },
]);

/** Takes the pictures whose name contains `only`, into `folder`. */
export async function takeShots(browser: Browser, url: string, folder: string, only: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const taken: string[] = [];
  for (const { name, query, width = 1440, height = 860, prepare } of shots) {
    if (!name.includes(only)) continue;
    const page = await browser.newPage({ viewport: { width, height } });
    page.on('pageerror', (error) => process.stderr.write(`${name}: ${error.message}\n`));
    await page.goto(`${url}?${query}`);
    await page.waitForFunction(
      () => document.querySelector('canvas, [role=treegrid] [role=row], [role=option]') !== null,
    );
    await page.waitForTimeout(2500);
    await prepare?.(page);
    await page.waitForTimeout(1200);
    const file = path.join(folder, `${name}.png`);
    await page.screenshot({ path: file });
    taken.push(file);
    await page.close();
  }
  return taken;
}
