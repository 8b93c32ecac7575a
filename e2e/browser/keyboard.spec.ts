import { expect, type Page, test } from '@playwright/test';
import { furnish } from '../harness/furnish.ts';
import { startOrigin } from '../harness/origin.ts';
import { rootPassword, startTestSystem, type TestSystem } from '../harness/system.ts';

let system: TestSystem;
test.beforeAll(async () => {
  system = await startTestSystem({ peers: 2 });
  await using origin = await startOrigin({ lengthBytes: 4 * 2 ** 20 });
  await furnish(system, origin, ['/file']);
});
test.afterAll(() => system[Symbol.asyncDispose]());

test('the main pages are used without a pointer, and the focus is seen wherever it is', async ({ page }) => {
  const { keyboard } = page;
  await page.goto(system.run.console.url);
  await expect(page.getByLabel(/user ?name/i)).toBeFocused();
  await keyboard.type('root');
  await keyboard.press('Tab');
  await keyboard.type(rootPassword);
  await keyboard.press('Enter');
  await expect(page.getByRole('navigation').first()).toBeVisible();

  await keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  for (let stop = 0; stop < 12; stop++) {
    await expectSeenFocus(page);
    await keyboard.press('Tab');
  }

  await keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await keyboard.type('preheat');
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/\/preheat/);

  await keyboard.press('g');
  await keyboard.press('t');
  await expect(page).toHaveURL(/\/tasks/);
  await expect(page.getByRole('link', { name: /file/ }).first()).toBeVisible();
  await keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await expectSeenFocus(page);
  await keyboard.type('file');
  await expect(page).toHaveURL(/q=file|search=file/);

  await keyboard.press('Escape');
  await keyboard.press('Tab');
  await page.goto(`${system.run.console.url}/preheat`);
  const table = page.getByRole('grid');
  await expect(table.getByRole('row')).not.toHaveCount(0);
  await table.focus();
  await expectSeenFocus(page);
  await keyboard.press('End');
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/\/preheat\/\d+/);
});

/** What has the focus is drawn in a way that it is not without it. */
async function expectSeenFocus(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return true;
    const looks = () => {
      const drawn = ['', '::before', '::after'].map((part) => {
        const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(element, part);
        return [outlineStyle === 'none' ? '0px' : outlineWidth, boxShadow, borderColor, backgroundColor].join(' ');
      });
      return drawn.join();
    };
    const focused = looks();
    element.blur();
    const plain = looks();
    element.focus();
    return focused !== plain || element.outerHTML.slice(0, 160);
  });
  expect(seen, 'the focus is seen').toBe(true);
}
