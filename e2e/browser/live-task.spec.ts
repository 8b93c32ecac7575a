import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { dfget } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startOrigin } from '../harness/origin.ts';
import { signIn } from '../harness/sign-in.ts';
import { startTestSystem, type TestSystem } from '../harness/system.ts';

let system: TestSystem;
test.beforeAll(async () => {
  system = await startTestSystem({ peers: 7 });
});
test.afterAll(async () => {
  await system[Symbol.asyncDispose]();
});

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
  await signIn(page, system.run.console.url);
  await page.goto(`${system.run.console.url}/tasks`);
  await expect(page.getByRole('heading', { name: 'Your first pull, from peer to peer' })).toBeVisible();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const pulls = system.run.peers
    .filter(({ type }) => type === 'normal')
    .map(({ socket, name }) => dfget(socket, origin.url, join(out.path, name)));
  // The first pull of a system opens by itself.
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f]{64}/);

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
  for (const { exitCode, output } of await Promise.all(pulls)) expect(exitCode, output).toBe(0);
  await expect(graph).toHaveAccessibleName(/100(\.0)? ?%/);
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});
