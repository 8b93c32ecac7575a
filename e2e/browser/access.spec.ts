import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { accessibilityOf } from '../harness/accessibility.ts';
import { rootPassword, startTestSystem, type TestSystem } from '../harness/system.ts';

// One story: who administers, who was let in by them, and who only looks. Each chapter stands on the ones before.
test.describe.configure({ mode: 'serial' });
test.use({ actionTimeout: 30_000 });

let system: TestSystem;
let root: Page;
const passwords = new Map([['root', rootPassword]]);
const oneTime = new Map<string, string>();

test.beforeAll(async ({ browser }) => {
  system = await startTestSystem({ peers: 2 });
  root = await pageOf(browser);
  await signIn(root, 'root');
});
test.afterAll(async () => {
  await root.context().close();
  await system[Symbol.asyncDispose]();
});

const pageOf = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
const open = (page: Page, path: string) => page.goto(`${system.run.console.url}${path}`);
const nav = (page: Page) => page.getByRole('navigation', { name: 'Areas' });

async function signIn(page: Page, name: string): Promise<void> {
  await open(page, '/sign-in');
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(passwords.get(name) ?? oneTime.get(name) ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  if (!passwords.has(name)) await choosePassword(page, name);
  await expect(nav(page)).toBeVisible();
}

/** The first sign-in: the one-time password opens nothing but the page where another is chosen. */
async function choosePassword(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Choose your own password' })).toBeVisible();
  const chosen = `correct horse of ${Math.random().toString(36)}`;
  await page.getByLabel('Current password').fill(oneTime.get(name) ?? '');
  await page.getByLabel('New password', { exact: true }).fill(chosen);
  await page.getByLabel('New password again').fill(chosen);
  await page.getByRole('button', { name: 'Change password' }).click();
  passwords.set(name, chosen);
}

/** Chooses in a drawer; the page behind it may have a field of the same name. */
async function choose(drawer: Locator, field: string, option: string): Promise<void> {
  await drawer.getByRole('combobox', { name: field, exact: true }).click();
  await drawer.getByRole('option', { name: new RegExp(`^${option}`) }).click();
}

async function makeUser(page: Page, name: string, tenant: string | undefined, role: string): Promise<void> {
  await open(page, '/users?open=new');
  const drawer = page.getByRole('dialog', { name: 'New user' });
  await drawer.getByLabel('User name').fill(name);
  if (tenant !== undefined) await choose(drawer, 'Tenant', tenant);
  await choose(drawer, 'Role', role);
  // The same as a command; Escape closes that and leaves the form.
  await drawer.getByRole('button', { name: 'As a command' }).click();
  const command = page.getByRole('dialog', { name: 'New user' }).last();
  await expect(command).toContainText('/api/v2/users');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'New user' })).toHaveCount(1);
  await drawer.getByRole('button', { name: 'Create' }).click();
  const made = page.getByRole('dialog', { name: `${name} can sign in` });
  oneTime.set(name, (await made.getByRole('code').textContent()) ?? '');
  await made.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name })).toBeVisible();
}

test('an empty system leads to the first pull, and shows it live', async () => {
  await open(root, '/');
  const guide = root.getByRole('region', { name: 'Your first pull, from peer to peer' });
  await expect(guide.getByText('1 seed peer and 2 peers are connected.')).toBeVisible();
  await guide.getByRole('button', { name: 'Pull the sample onto every peer' }).click();
  await expect(root).toHaveURL(/\/tasks\/[0-9a-f]{64}/);
  await expect(root.getByRole('img', { name: /3 peers/ })).toBeVisible();
  await expect(root.getByRole('img', { name: /3 peers/ })).toHaveAccessibleName(/100(\.0)? ?%/);
});

test('an administrator makes a tenant, people in it and a role', async () => {
  await open(root, '/tenants');
  await root.getByRole('button', { name: 'New tenant' }).click();
  const drawer = root.getByRole('dialog', { name: 'New tenant' });
  await expect(drawer.getByLabel('Name')).toBeFocused();
  await root.keyboard.type('Vision Research');
  await expect(drawer.getByLabel('Slug')).toHaveValue('vision-research');
  await drawer.getByRole('button', { name: 'Create' }).click();
  await expect(root.getByRole('row', { name: /Vision Research/ })).toBeVisible();

  await makeUser(root, 'ada', 'Vision Research', 'tenant-admin');
  await open(root, '/roles/new');
  await root.getByRole('textbox', { name: 'Name', exact: true }).fill('release-manager');
  await root.getByRole('checkbox', { name: 'Create: Preheats and jobs' }).check();
  await expect(root.getByRole('checkbox', { name: 'See: Preheats and jobs' })).toBeChecked();
  await root.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(root.getByRole('heading', { level: 1, name: 'release-manager' })).toBeVisible();
});

test('a token is shown once, does what its scopes say and nothing else', async ({ request }) => {
  await open(root, '/tokens?open=new');
  const drawer = root.getByRole('dialog', { name: 'New token' });
  await drawer.getByLabel('Name').fill('ci');
  await drawer.getByRole('radiogroup', { name: 'Audit log' }).getByRole('radio', { name: 'Read', exact: true }).click();
  await drawer.getByRole('button', { name: 'Create' }).click();
  const made = root.getByRole('dialog', { name: 'ci is ready' });
  const secret = (await made.getByRole('region', { name: 'Token' }).getByRole('code').textContent()) ?? '';
  await made.getByRole('button', { name: 'I have copied it' }).click();
  await expect(root.getByRole('row', { name: /ci/ })).toBeVisible();
  expect(await root.content()).not.toContain(secret);
  const ask = (path: string) =>
    request.get(`${system.run.console.url}${path}`, { headers: { Authorization: `Bearer ${secret}` } });
  expect((await ask('/api/v2/audit')).status()).toBe(200);
  expect((await ask('/api/v2/jobs')).status()).toBe(403);
  await root.getByRole('button', { name: 'Actions for ci' }).click();
  await root.getByRole('menuitem', { name: 'Revoke' }).click();
  await expect(root.getByText('ci is revoked')).toBeVisible();
  expect((await ask('/api/v2/audit')).status()).toBe(403);
});

test('who administers a tenant sees that tenant and no more', async ({ browser }) => {
  const ada = await pageOf(browser);
  await signIn(ada, 'ada');
  for (const area of ['Users', 'Roles', 'Tokens', 'Audit log', 'Usage and quotas']) {
    await expect(nav(ada).getByRole('link', { name: area })).toBeVisible();
  }
  for (const area of ['Identity providers', 'Settings']) await expect(nav(ada).getByText(area)).toHaveCount(0);
  await makeUser(ada, 'grace', undefined, 'viewer');
  await expect(ada.getByRole('row', { name: /root/ })).toHaveCount(0);
  await open(ada, '/settings');
  await expect(ada.getByRole('alert').filter({ hasText: /\S/ })).toContainText('You may not change the settings');
  await ada.context().close();
});

test('who only looks sees less: no people, no button that changes anything, and a word why', async ({ browser }) => {
  const grace = await pageOf(browser);
  await signIn(grace, 'grace');
  await expect(nav(grace).getByRole('link', { name: 'Overview' })).toBeVisible();
  for (const area of ['Users', 'Roles', 'Tenants', 'Service accounts', 'Audit log', 'Settings', 'Garbage collection']) {
    await expect(nav(grace).getByText(area, { exact: true })).toHaveCount(0);
  }
  await open(grace, '/webhooks?open=new');
  await expect(grace.getByRole('heading', { name: 'Nobody is told yet' })).toBeVisible();
  await expect(grace.getByRole('button', { name: 'New webhook' })).toHaveCount(0);
  await expect(grace.getByRole('dialog')).toHaveCount(0);
  await open(grace, '/users');
  await expect(grace.getByRole('alert').filter({ hasText: /\S/ })).toContainText('You may not see the users');

  // An administrator ends the session: the next step leads to the door.
  await open(root, '/users?q=grace');
  await root.getByRole('row', { name: /grace/ }).click();
  await root.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(root.getByText('Nobody is signed in.')).toBeVisible();
  await open(grace, '/tasks');
  await expect(grace).toHaveURL(/sign-in/);
  await grace.context().close();
});

test('the audit log tells all of it, and that nobody changed it', async () => {
  await open(root, '/audit?q=Vision');
  await expect(root.getByRole('row', { name: /root create Tenant Vision Research/ })).toBeVisible();
  await open(root, '/audit?q=grace');
  await expect(root.getByRole('row', { name: /ada create User grace/ })).toBeVisible();
  await root.getByRole('row', { name: /root revoke-session/ }).click();
  await expect(root.getByRole('dialog', { name: /^Event/ })).toContainText('127.0.0.1');
  await root.getByRole('button', { name: 'Close' }).click();
  await root.getByRole('button', { name: 'Verify the chain' }).click();
  await expect(root.getByText(/The chain is whole: \d+ events verified/)).toBeVisible();
  const download = root.waitForEvent('download');
  await root.getByRole('button', { name: 'Export' }).click();
  await root.getByRole('menuitem', { name: 'As CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^audit-.*\.csv$/);
});

test('a view is kept, found again by its name, and put back when it was removed', async () => {
  await open(root, '/audit?outcome=success&actor=user');
  await root.getByRole('button', { name: 'Views' }).click();
  await root.getByRole('menuitem', { name: 'Keep this view' }).click();
  const dialog = root.getByRole('dialog', { name: 'Keep this view' });
  await dialog.getByLabel('Name').fill('What people did');
  await dialog.getByRole('button', { name: 'Keep this view' }).click();
  await expect(root.getByText('The view What people did is kept')).toBeVisible();
  await open(root, '/audit');
  await root.getByRole('button', { name: 'Views' }).click();
  await root.getByRole('menuitem', { name: 'What people did' }).click();
  await expect(root).toHaveURL(/actor=user&outcome=success/);
  await root.getByRole('button', { name: 'What people did' }).click();
  await root.getByRole('menuitem', { name: 'Manage views' }).click();
  await root.getByRole('button', { name: 'Remove the view What people did' }).click();
  // The dialog is still open: a toast below it could be neither seen nor pressed.
  await root.getByRole('button', { name: 'Undo' }).click();
  await expect(root.getByText('The view What people did is back')).toBeVisible();
});

test('the palette finds hosts and answers, and begins something new', async () => {
  await open(root, '/about');
  const find = async (text: string, option: RegExp) => {
    await root.keyboard.press('Control+k');
    await root.getByRole('combobox', { name: 'Go to, do, or find' }).fill(text);
    await root.getByRole('option', { name: option }).click();
  };
  await expect(nav(root)).toBeVisible();
  await find('why slow', /Find out why a pull was slow/);
  await expect(root).toHaveURL(/help#slow/);
  await find('new webhook', /New webhook/);
  await expect(root.getByRole('dialog', { name: 'New webhook' })).toBeVisible();
  await root.keyboard.press('Escape');
  await find('peer-1', /^peer-1|peer-1/);
  await expect(root).toHaveURL(/\/hosts\/\d+/);
});

const pages = [
  ...['/tenants', '/users', '/users?open=new', '/roles', '/roles/new', '/roles/7', '/service-accounts', '/tokens'],
  ...['/tokens?open=new', '/identity-providers?open=new', '/registry-credentials', '/webhooks?open=new', '/usage'],
  ...['/audit', '/garbage-collection', '/settings', '/profile', '/about', '/help'],
];
test('no page of access breaks an accessibility rule, in either theme or on a phone, nor scrolls sideways', async () => {
  test.setTimeout(600_000);
  for (const { colorScheme, width } of [
    { colorScheme: 'dark', width: 1440 },
    { colorScheme: 'light', width: 390 },
  ] as const) {
    await root.setViewportSize({ width, height: 900 });
    await root.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of pages) {
      await open(root, path);
      const where = `${path}, ${colorScheme}, ${width} px wide`;
      await expect(root.getByRole('heading', { level: 1 }), where).toBeVisible();
      await expect(root.locator('[aria-busy="true"]'), where).toHaveCount(0);
      if (path.includes('open=')) await expect(root.getByRole('dialog'), where).toBeVisible();
      await expect.poll(async () => (await accessibilityOf(root)).broken, where).toEqual([]);
      expect(await root.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(width);
    }
  }
});
