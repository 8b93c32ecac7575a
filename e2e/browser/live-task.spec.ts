import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { accessibilityOf } from '../harness/accessibility.ts';
import { dfget } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startOrigin } from '../harness/origin.ts';
import { repository } from '../harness/program.ts';
import { rootPassword, startTestSystem, type TestSystem } from '../harness/system.ts';

let system: TestSystem;
test.beforeAll(async () => {
  system = await startTestSystem({ peers: 7 });
});
test.afterAll(async () => {
  await system[Symbol.asyncDispose]();
});

async function signIn(page: Page): Promise<void> {
  await page.goto(system.run.console.url);
  await page.getByLabel(/user ?name/i).fill('root');
  await page.getByLabel(/^password/i).fill(rootPassword);
  await page.getByRole('button', { name: /sign in/i }).click();
  await expect(page.getByRole('navigation').first()).toBeVisible();
}

test('a wrong password is refused with a sentence, and no page is shown without signing in', async ({ page }) => {
  await page.goto(`${system.run.console.url}/tasks`);
  await expect(page).toHaveURL(/sign-in/);
  await page.getByLabel(/user ?name/i).fill('root');
  await page.getByLabel(/^password/i).fill('not-the-password-1');
  await page.getByRole('button', { name: /sign in/i }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText(/password|name/i);
});

test('the running task shows its peers and edges appear and progress without a reload', async ({ page }) => {
  await using origin = await startOrigin({ lengthBytes: 128 * 2 ** 20, bytesPerSecond: 10 * 2 ** 20 });
  await using out = await temporaryFolder();
  await signIn(page);
  const pulls = system.run.peers
    .filter(({ type }) => type === 'normal')
    .map(({ socket, name }) => dfget(socket, origin.url, join(out.path, name)));
  await page.goto(`${system.run.console.url}/tasks`);
  await page.getByRole('link', { name: /file/ }).first().click();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f]{64}/);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  const graph = page.getByRole('img', { name: /peers/i });
  await expect(graph).toBeVisible();
  await expect(graph).toHaveAccessibleName(/8 peers/i);
  await page.getByRole('button', { name: 'Both', exact: true }).click();
  const rows = page
    .getByRole('treegrid')
    .getByRole('row')
    .filter({ hasText: /peer-\d|seed-1/ });
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(3);
  const progressOf = async () =>
    Number(/(\d+(?:\.\d+)?) ?%/.exec((await rows.nth(1).textContent()) ?? '')?.[1] ?? Number.NaN);
  const early = await progressOf();
  await expect.poll(progressOf).toBeGreaterThan(early);
  if (process.env.UPDATE_SCREENSHOTS === '1') await takePictures(page);
  for (const { exitCode, output } of await Promise.all(pulls)) expect(exitCode, output).toBe(0);
  await expect(graph).toHaveAccessibleName(/100(\.0)? ?%/);
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('no page breaks an accessibility rule, in either theme or on a phone, nor scrolls sideways', async ({ page }) => {
  const look = async (path: string) => {
    for (const { colorScheme, width } of [
      { colorScheme: 'dark', width: 1440 },
      { colorScheme: 'light', width: 1440 },
      { colorScheme: 'light', width: 390 },
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(`${system.run.console.url}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const where = `${path}, ${colorScheme}, ${width} px wide`;
      await expect.poll(async () => (await accessibilityOf(page)).broken, where).toEqual([]);
      expect((await accessibilityOf(page)).kept, where).toBeGreaterThan(10);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(width);
    }
  };
  await look('/sign-in');
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page);
  await page.goto(`${system.run.console.url}/tasks`);
  const task = await page.getByRole('link', { name: /file/ }).first().getAttribute('href');
  const unknown = `/tasks/${'a'.repeat(64)}`;
  for (const path of ['/', '/tasks', task ?? '', '/clusters', '/clusters/1', unknown, '/change-password', '/nowhere'])
    await look(path);
});

/** The graph in the middle of the transfer, in both themes. */
async function takePictures(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Graph', exact: true }).click();
  await expect(page.getByRole('img', { name: /peers/i })).toHaveAccessibleName(/[3-6]\d(\.\d)? ?% complete/i);
  const folder = join(repository, 'docs/images');
  await mkdir(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(
      (dark) => document.documentElement.classList.contains('dark') === dark,
      colorScheme === 'dark',
    );
    await page.screenshot({ path: join(folder, `live-task-${colorScheme}.png`) });
  }
}
