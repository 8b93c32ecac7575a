import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { dfget } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startOrigin } from '../harness/origin.ts';
import { signIn } from '../harness/sign-in.ts';
import { startTestSystem } from '../harness/system.ts';

test('a page outlives a restart of the console: it says so, reconnects by itself and shows what it missed', async ({
  page,
}) => {
  await using system = await startTestSystem({ peers: 3 });
  await using origin = await startOrigin({ lengthBytes: 96 * 2 ** 20, bytesPerSecond: 3 * 2 ** 20 });
  await using out = await temporaryFolder();
  await signIn(page, system.run.console.url);
  await page.goto(`${system.run.console.url}/tasks`);
  await expect(page.getByRole('heading', { name: 'Your first pull, from peer to peer' })).toBeVisible();
  const pulls = system.run.peers
    .filter(({ type }) => type === 'normal')
    .map(({ socket, name }) => dfget(socket, origin.url, join(out.path, name)));
  // The first pull of a system opens by itself.
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f]{64}/);
  const graph = page.getByRole('img', { name: /peers/i });
  await expect(graph).toHaveAccessibleName(/\d(\.\d)? ?% complete/i);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const share = async () =>
    Number(/(\d+(?:\.\d+)?) ?% complete/i.exec((await graph.getAttribute('aria-label')) ?? '')?.[1] ?? Number.NaN);

  system.kill(system.run.console.pid);
  await expect(page.getByText(/reconnects by itself/)).toBeVisible();
  const seenBefore = await share();
  await system.restartConsole();
  await expect(page.getByText(/reconnects by itself/)).toBeHidden({ timeout: 60_000 });
  await expect.poll(share).toBeGreaterThan(seenBefore);
  for (const { exitCode, output } of await Promise.all(pulls)) expect(exitCode, output).toBe(0);
  await expect(graph).toHaveAccessibleName(/100(\.0)? ?%/);
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});
