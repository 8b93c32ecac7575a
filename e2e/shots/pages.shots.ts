import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { dfget } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { furnish } from '../harness/furnish.ts';
import { startOrigin } from '../harness/origin.ts';
import { addressOf, pageRoutes } from '../harness/pages.ts';
import { repository } from '../harness/program.ts';
import { signIn } from '../harness/sign-in.ts';
import { startTestSystem, type TestSystem } from '../harness/system.ts';

const folder = process.env.SHOTS_DIR ?? join(repository, '.damselfly/shots');
const themes = ['light', 'dark'] as const;
const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const routes = await pageRoutes();
const files = [
  '/models/llama-3.1-8b/model-00001-of-00004.safetensors',
  '/images/base-rootfs.tar',
  '/datasets/train-000.parquet',
];

let system: TestSystem;
let context: BrowserContext;
test.beforeAll(async ({ browser }) => {
  await mkdir(folder, { recursive: true });
  system = await startTestSystem({ peers: 7 });
  await using origin = await startOrigin({ lengthBytes: 24 * 2 ** 20 });
  await furnish(system, origin, files);
  context = await browser.newContext({ viewport: desk, reducedMotion: 'reduce' });
  await signIn(await context.newPage(), system.run.console.url);
});
test.afterAll(async () => {
  await context.close();
  await system[Symbol.asyncDispose]();
});

test('while bytes move', async () => {
  await using origin = await startOrigin({ lengthBytes: 192 * 2 ** 20, bytesPerSecond: 7 * 2 ** 20 });
  await using out = await temporaryFolder();
  const url = new URL('/models/qwen2.5-72b/model-00007-of-00037.safetensors', origin.url).href;
  const pulls = system.run.peers
    .filter(({ type }) => type === 'normal')
    .map(({ socket, name }) => dfget(socket, url, join(out.path, name)));
  const page = await context.newPage();
  const { url: console } = system.run.console;
  await page.goto(`${console}/tasks?state=running`);
  await page
    .getByRole('link', { name: /model-00007/ })
    .first()
    .click();
  await expect(page.getByRole('img', { name: /peers/i })).toHaveAccessibleName(/[2-6]\d(\.\d)? ?% complete/i);
  await shoot(page, 'moving-task');
  await page.goto(console);
  await settled(page);
  await shoot(page, 'moving-overview');
  await page.goto(`${console}/clusters/1/map`);
  await settled(page);
  await shoot(page, 'moving-map');
  await page.close();
  for (const { exitCode, output } of await Promise.all(pulls)) expect(exitCode, output).toBe(0);
});

for (const route of routes) {
  test(route, async () => {
    const page = await context.newPage();
    await page.goto(system.run.console.url + (await addressOf(page, system.run.console.url, route, routes)));
    await settled(page);
    await shoot(
      page,
      route === '/'
        ? 'overview'
        : route
            .slice(1)
            .replace(/[^a-z-]+/g, '-')
            .replace(/-$/, ''),
    );
    await page.close();
  });
}

/** Waits until the page holds what it came for: a title, and nothing that is still on its way. */
async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  if (!page.url().includes('/sign')) await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
  const links = page.getByRole('navigation').first().getByRole('link');
  if ((await page.getByRole('navigation').count()) > 0) await expect(links).not.toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
}

/** One picture a theme of the whole page, and one on a phone. */
async function shoot(page: Page, name: string): Promise<void> {
  await fitHeight(page, desk);
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
  await fitHeight(page, phone);
  await page.screenshot({ path: join(folder, `${name}-phone.png`) });
  await page.setViewportSize(desk);
}

/** A window as high as the page: what sticks to its edges would stand in the middle of a longer picture. */
async function fitHeight(page: Page, { width, height }: { readonly width: number; readonly height: number }) {
  await page.setViewportSize({ width, height });
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, Math.min(whole, 4000)) });
}
