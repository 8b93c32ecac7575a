import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { accessibilityOf } from '../harness/accessibility.ts';
import { dfget, importFile } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startOrigin } from '../harness/origin.ts';
import { rootPassword, startTestSystem, type TestSystem } from '../harness/system.ts';

// What an administrator does with clusters, hosts and content, and what is left of it for who only looks.
test.describe.configure({ mode: 'serial' });

let system: TestSystem;
let root: Page;

test.beforeAll(async ({ browser }) => {
  system = await startTestSystem({ peers: 2 });
  await using origin = await startOrigin({ lengthBytes: 8 * 2 ** 20, bytesPerSecond: 64 * 2 ** 20 });
  await using out = await temporaryFolder();
  for (const { socket, name } of system.run.peers.filter(({ type }) => type === 'normal')) {
    const { exitCode, output } = await dfget(socket, origin.url, join(out.path, name), '--application', 'video');
    expect(exitCode, output).toBe(0);
  }
  const keeper = system.peer('peer-1');
  const wish = ['--persistent-replica-count', '1', '--tag', 'model-v2'];
  const kept = await importFile(keeper.socket, join(out.path, keeper.name), ...wish);
  expect(kept.exitCode, kept.output).toBe(0);
  root = await pageOf(browser);
  await signIn(root, 'root', rootPassword);
});
test.afterAll(async () => {
  await root.context().close();
  await system[Symbol.asyncDispose]();
});

const pageOf = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
const open = (page: Page, path: string) => page.goto(`${system.run.console.url}${path}`);
const row = (page: Page, name: string | RegExp) => page.getByRole('row', { name });

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await open(page, '/sign-in');
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

test('a cluster is made, a peer of its network would land in it, a change is looked over and taken back, and it goes', async () => {
  await open(root, '/clusters');
  await root.getByRole('link', { name: 'New cluster' }).click();
  await root.getByLabel('Name', { exact: true }).fill('edge');
  await root.getByLabel('Networks').fill('10.9.0.0/16');
  await root.getByLabel('Networks').press('Enter');
  await root.getByRole('button', { name: 'Review' }).click();
  const made = root.getByRole('dialog', { name: 'What will be set' });
  await expect(made.getByText('+ 10.9.0.0/16')).toBeVisible();
  await made.getByRole('button', { name: 'Create cluster' }).click();
  await expect(root).toHaveURL(/\/clusters\/\d+$/);
  await expect(root.getByRole('heading', { level: 1 })).toContainText('edge');
  const cluster = new URL(root.url()).pathname;

  await open(root, '/clusters/landing?hostname=edge-1&ip=10.9.1.1');
  const place = root.getByRole('region', { name: 'edge' });
  await expect(place).toContainText('No active scheduler');
  await expect(place.getByRole('listitem').filter({ hasText: 'Network' })).toContainText('0.3 of 0.3');
  await expect(root.getByRole('region', { name: 'cluster-1' })).toContainText('Lands here');

  await open(root, `${cluster}/edit`);
  await root.getByLabel('Uploads of a peer at once').fill('50');
  await root.getByRole('button', { name: 'Review changes' }).click();
  const review = root.getByRole('dialog', { name: 'What changes' });
  await expect(review.getByRole('listitem')).toHaveText(/Uploads of a peer at once\s*200\s*→\s*50/);
  await review.getByLabel('Why').fill('fewer cables');
  await review.getByRole('button', { name: 'Save changes' }).click();
  await expect(root.getByRole('region', { name: 'Settings' })).toContainText('50');

  await open(root, `${cluster}/history`);
  await expect(root.getByRole('region', { name: 'Revision 2' })).toContainText('fewer cables');
  await root.getByRole('region', { name: 'Revision 1' }).getByRole('button', { name: 'Make it the newest' }).click();
  const back = root.getByRole('dialog', { name: 'Back to revision 1?' });
  await expect(back.getByRole('listitem')).toHaveText(/50\s*→\s*200/);
  await back.getByRole('button', { name: 'Make it the newest' }).click();
  await expect(root.getByRole('region', { name: 'Revision 3' })).toContainText('In force');

  await open(root, cluster);
  await root.getByRole('button', { name: 'Actions for edge' }).click();
  await root.getByRole('menuitem', { name: 'Delete cluster' }).click();
  const leaving = root.getByRole('dialog', { name: 'Delete edge?' });
  await expect(leaving.getByRole('button', { name: 'Delete cluster' })).toBeDisabled();
  await leaving.getByLabel('Type edge to confirm').fill('edge');
  await leaving.getByRole('button', { name: 'Delete cluster' }).click();
  await expect(root).toHaveURL(/\/clusters$/);
  await expect(root.getByRole('link', { name: 'cluster-1' })).toBeVisible();
  await expect(root.getByRole('link', { name: 'edge', exact: true })).toHaveCount(0);
});

test('what a block list would have matched is seen before it binds anybody', async () => {
  await open(root, '/clusters/1/edit');
  await root.getByLabel('Applications').fill('video');
  await root.getByLabel('Applications').press('Enter');
  const found = root.getByRole('region', { name: 'Would have matched' });
  // The catalogue hears of a task within seconds.
  await expect(async () => {
    await root.getByRole('button', { name: 'What would this have matched?' }).click();
    await expect(found).toContainText(/1 of the last \d+ task/, { timeout: 2000 });
  }).toPass();
  await expect(found.getByRole('listitem')).toContainText('application video');
});

test('hosts are found, drained and let go again; their load and a list of them as a file', async () => {
  await open(root, '/hosts?kind=normal');
  await expect(row(root, /peer-1/)).toBeVisible();
  await expect(row(root, /seed-1/)).toHaveCount(0);
  await root.getByRole('checkbox', { name: 'Select peer-2' }).check();
  await root.getByRole('button', { name: 'Drain', exact: true }).click();
  await root.getByRole('dialog', { name: 'Drain 1 host?' }).getByRole('button', { name: 'Drain' }).click();
  await expect(row(root, /peer-2/)).toContainText('Draining');
  await row(root, /peer-2/)
    .getByRole('link', { name: /peer-2/ })
    .click();
  await expect(root.getByRole('heading', { level: 1 })).toContainText('Draining');
  await root.getByRole('button', { name: 'End draining' }).click();
  await expect(root.getByRole('heading', { level: 1 })).toContainText('Active');
  await expect(root.getByRole('region', { name: 'Load' })).toContainText('Uploads');

  await open(root, '/hosts?kind=seed');
  const [file] = await Promise.all([
    root.waitForEvent('download'),
    root.getByRole('link', { name: 'Export CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('hosts.csv');
  await open(root, '/schedulers');
  await expect(root.getByRole('grid', { name: 'Schedulers' })).toContainText('Active');
  await open(root, '/seed-peers');
  await expect(row(root, /seed-1/)).toContainText('Active');
});

test('an application gets a priority by URL, changes and goes', async () => {
  await open(root, '/applications?open=new');
  const drawer = root.getByRole('dialog', { name: 'New application' });
  await drawer.getByLabel('Name').fill('video');
  await drawer.getByRole('button', { name: 'Add a pattern' }).click();
  await drawer.getByRole('textbox', { name: 'Pattern 1' }).fill('\\.iso$');
  await drawer.getByRole('combobox', { name: 'Priority of pattern 1' }).selectOption('1');
  await drawer.getByRole('button', { name: 'Create' }).click();
  await expect(row(root, /video/)).toContainText('1 rule');
  await root.getByRole('button', { name: 'Actions for video' }).click();
  await root.getByRole('menuitem', { name: 'Remove' }).click();
  await root.getByRole('dialog', { name: 'Delete video?' }).getByRole('button', { name: 'Delete application' }).click();
  await expect(root.getByText('No application has a priority yet')).toBeVisible();
});

test('a schedule shows when it would run, is switched off and goes; Harbor’s test finds what is wrong', async () => {
  await open(root, '/preheat/schedules?open=new');
  const drawer = root.getByRole('dialog', { name: 'New schedule' });
  await drawer.getByLabel('Name', { exact: true }).fill('nightly');
  await expect(drawer.getByRole('heading', { name: 'It would run' })).toBeVisible();
  await drawer.getByRole('radio', { name: 'Files' }).click();
  await drawer.getByLabel('URLs').fill('http://origin.test/model.bin');
  await drawer.getByRole('button', { name: 'Create' }).click();
  await expect(row(root, /nightly/)).toContainText(/in \d/);
  await root.getByRole('switch', { name: 'nightly runs' }).click();
  await expect(row(root, /nightly/)).toContainText('off');

  await open(root, '/preheat/harbor');
  await root.getByLabel('Token to try').fill('nonsense');
  await root.getByRole('button', { name: 'Run the test' }).click();
  await expect(root.getByRole('listitem').filter({ hasText: /^The token is accepted/ })).toContainText(
    'not known here',
  );
  await root.getByRole('button', { name: 'Make the token' }).click();
  await expect(root.getByRole('region', { name: 'Token' })).toBeVisible();
  await root.getByRole('button', { name: 'Run the test' }).click();
  await expect(root.getByRole('listitem').filter({ hasText: /^The token is accepted/ })).toContainText('yes');
  await expect(root.getByRole('listitem').filter({ hasText: /^A cluster can preheat/ })).toContainText('cluster-1');
});

test('a task is found among all there were, and cleared with a receipt from each host', async () => {
  await open(root, '/tasks?view=all&q=file');
  await row(root, /file/).first().getByRole('link').click();
  await expect(root).toHaveURL(/\/tasks\/[0-9a-f]{64}$/);
  await root.getByRole('link', { name: 'Copies' }).click();
  const held = root.getByRole('region', { name: 'On hosts' });
  await expect(held.getByRole('row', { name: /peer-1/ })).toContainText('Complete');
  await root.getByRole('button', { name: 'Clear', exact: true }).click();
  await root
    .getByRole('dialog', { name: /^Delete 3 copies\?/ })
    .getByRole('button', { name: 'Delete all copies' })
    .click();
  const receipts = root.getByRole('region', { name: 'Receipts' });
  await expect(receipts.getByRole('row', { name: /peer-1/ })).toContainText('Deleted');
  await expect(held).toContainText('No host holds any of it.');
});

test('what is kept is shown with its copies, gets one more, and goes with a receipt from each host', async () => {
  await open(root, '/persistent');
  await row(root, /model-v2/)
    .getByRole('link')
    .click();
  await expect(root.getByRole('region', { name: 'Copies by host' })).toContainText('peer-1');
  await root.getByRole('button', { name: 'Change copies' }).click();
  const wish = root.getByRole('dialog', { name: 'How many copies?' });
  await wish.getByLabel('Copies wanted').fill('2');
  await wish.getByRole('button', { name: 'Save' }).click();
  await expect(root.getByRole('heading', { level: 1 })).toContainText('Whole');
  const copies = root.getByRole('region', { name: 'Copies by host' });
  await expect(copies.getByRole('row', { name: /Complete/ })).toHaveCount(2);
  await root.getByRole('button', { name: 'Delete', exact: true }).click();
  const leaving = root.getByRole('dialog', { name: 'Delete every copy?' });
  const phrase = /^Type (\S+)/.exec((await leaving.getByText(/^Type/).textContent()) ?? '')?.[1] ?? '';
  await leaving.getByRole('textbox').fill(phrase);
  await leaving.getByRole('button', { name: 'Delete every copy' }).click();
  await expect(root.getByRole('region', { name: 'Receipts' })).toContainText('its copy is gone');
});

test('who only looks sees the same, without what they may not do', async ({ browser }) => {
  await open(root, '/users?open=new');
  const drawer = root.getByRole('dialog', { name: 'New user' });
  await drawer.getByLabel('User name').fill('vera');
  await root.getByRole('combobox', { name: 'Role' }).click();
  await root.getByRole('option', { name: /^viewer/ }).click();
  await drawer.getByRole('button', { name: 'Create' }).click();
  const once = (await root.getByRole('dialog', { name: 'vera can sign in' }).getByRole('code').textContent()) ?? '';

  const vera = await pageOf(browser);
  await signIn(vera, 'vera', once);
  await vera.getByLabel('Current password').fill(once);
  await vera.getByLabel('New password', { exact: true }).fill('only looking since 2026');
  await vera.getByLabel('New password again').fill('only looking since 2026');
  await vera.getByRole('button', { name: 'Change password' }).click();
  await expect(vera.getByRole('navigation', { name: 'Areas' })).toBeVisible();

  await open(vera, '/clusters');
  await expect(vera.getByRole('link', { name: 'cluster-1' })).toBeVisible();
  await expect(vera.getByRole('link', { name: 'New cluster' })).toHaveCount(0);
  await open(vera, '/clusters/1/edit');
  await expect(vera.getByRole('alert').filter({ hasText: 'not yours to change' })).toBeVisible();
  await open(vera, '/hosts');
  await expect(row(vera, /peer-1/)).toBeVisible();
  await expect(vera.getByRole('checkbox')).toHaveCount(0);
  await open(vera, '/preheat/schedules');
  await expect(vera.getByRole('switch', { name: 'nightly runs' })).toBeDisabled();
  await expect(vera.getByRole('button', { name: 'New schedule' })).toHaveCount(0);
  await open(vera, '/applications');
  await expect(vera.getByRole('button', { name: 'New application' })).toHaveCount(0);
  await vera.context().close();
});

test('no drawer with a form breaks an accessibility rule, in either theme or on a phone', async () => {
  for (const path of [
    ...['/applications?open=new', '/preheat/schedules?open=new', '/preheat/triggers?open=new', '/persistent?open=new'],
    '/clusters/1?show=settings',
  ]) {
    await open(root, path);
    const drawer = path.includes('open=') ? root.getByRole('dialog') : root.getByRole('region', { name: 'Settings' });
    await expect(drawer).toBeVisible();
    for (const { colorScheme, width } of [
      { colorScheme: 'dark', width: 1440 },
      { colorScheme: 'light', width: 390 },
    ] as const) {
      await root.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await root.setViewportSize({ width, height: 900 });
      const where = `${path}, ${colorScheme}, ${width} px wide`;
      await expect.poll(async () => (await accessibilityOf(root)).broken, where).toEqual([]);
      expect(await root.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(width);
    }
    await root.setViewportSize({ width: 1440, height: 900 });
  }
});
