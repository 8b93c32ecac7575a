import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { accessibilityOf } from '../harness/accessibility.ts';
import { dfget } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startOrigin } from '../harness/origin.ts';
import { signIn } from '../harness/sign-in.ts';
import { startTestSystem, type TestSystem } from '../harness/system.ts';

let system: TestSystem;
test.beforeAll(async () => {
  system = await startTestSystem({ peers: 3 });
});
test.afterAll(async () => {
  await system[Symbol.asyncDispose]();
});

/** Three peers pull one file from a slow origin; then the page of the task is opened. */
async function openFinishedTask(page: Page): Promise<void> {
  await using origin = await startOrigin({ lengthBytes: 48 * 2 ** 20, bytesPerSecond: 12 * 2 ** 20 });
  await using out = await temporaryFolder();
  const normal = system.run.peers.filter(({ type }) => type === 'normal');
  const pulls = normal.map(({ socket, name }) => dfget(socket, origin.url, join(out.path, name)));
  for (const { exitCode, output } of await Promise.all(pulls)) expect(exitCode, output).toBe(0);
  await signIn(page, system.run.console.url);
  await page.goto(`${system.run.console.url}/tasks`);
  await page.getByRole('link', { name: /file/ }).first().click();
  await expect(page.getByRole('img', { name: /4 peers/i })).toHaveAccessibleName(/100(\.0)? ?%/);
}

test('a finished download is watched again, at any instant, and a link leads others to the same one', async ({
  page,
}) => {
  await openFinishedTask(page);
  const graph = page.getByRole('img', { name: /peer/i });
  const slider = page.getByRole('slider', { name: 'Instant' });
  const [from, to] = [Number(await slider.getAttribute('min')), Number(await slider.getAttribute('max'))];
  expect(to - from).toBeGreaterThan(2000);
  await slider.fill(String(from + 0.5 * (to - from)));
  await expect(graph).toHaveAccessibleName(/[2-8]\d(\.\d)? ?% complete/);
  await expect(page).toHaveURL(/[?&]at=\d+/);
  await expectAccessible(page);
  // All but the rates: the address holds whole milliseconds, and rates fade with every part of one.
  const seen = (await graph.getAttribute('aria-label'))?.replace(/, [^,]*$/, '') ?? 'nothing';

  await page.reload();
  await expect.poll(() => graph.getAttribute('aria-label')).toContain(seen);
  await slider.press('ArrowLeft');
  await expect.poll(() => new URL(page.url()).searchParams.get('at')).not.toBeNull();

  await slider.fill(String(from));
  await page.getByRole('button', { name: '5×', exact: true }).click();
  await page.getByRole('button', { name: 'Play the recording' }).click();
  await expect(graph).toHaveAccessibleName(/[1-9]\d(\.\d)? ?% complete/);
  await expect(graph).toHaveAccessibleName(/100 ?% complete/);
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await expect(page).not.toHaveURL(/[?&]at=/);
});

test('a slow download says what held it up, shows each piece and what the scheduler decided', async ({ page }) => {
  await openFinishedTask(page);
  await page.getByRole('button', { name: 'Both', exact: true }).click();
  await page
    .getByRole('treegrid')
    .getByRole('row', { name: /peer-1/ })
    .click();
  await page.getByRole('link', { name: 'Why did it take so long?' }).click();
  await expect(page).toHaveURL(/\/pulls\//);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict.locator('[data-conclusion]')).toHaveAttribute('data-conclusion', 'slow');
  await expect(verdict.locator('[data-conclusion]')).toHaveText(/origin/i);
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
  await expect(page.getByText(/\d+ pieces? · /).first()).toBeVisible();
  await expect(page.getByText('Parents were offered').first()).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Chosen' }).first()).toBeVisible();
  await expectAccessible(page);
});

test('the map of a cluster shows what flows while it flows, and a host leads to its task', async ({ page }) => {
  await using origin = await startOrigin({ lengthBytes: 96 * 2 ** 20, bytesPerSecond: 6 * 2 ** 20 });
  await using out = await temporaryFolder();
  await signIn(page, system.run.console.url);
  const pulls = system.run.peers
    .filter(({ type }) => type === 'normal')
    .map(({ socket, name }) => dfget(socket, origin.url, join(out.path, name)));
  await page.goto(`${system.run.console.url}/clusters/1`);
  await page.getByRole('link', { name: 'Map' }).click();
  const hosts = page.getByRole('listbox');
  await expect(hosts.getByRole('option')).toHaveCount(4);
  await expect(page.getByRole('cell', { name: 'Origin' })).toBeVisible();
  await hosts.focus();
  await hosts.press('ArrowRight');
  await hosts.press('Enter');
  const panel = page.getByRole('complementary', { name: /^Host / });
  await expect(panel.getByText('Receives')).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f]{64}/);
  for (const { exitCode, output } of await Promise.all(pulls)) expect(exitCode, output).toBe(0);
});

async function expectAccessible(page: Page): Promise<void> {
  await expect.poll(async () => (await accessibilityOf(page)).broken).toEqual([]);
}
