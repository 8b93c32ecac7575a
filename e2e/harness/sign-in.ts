import { expect, type Page } from '@playwright/test';
import { rootPassword } from './system.ts';

/** Signs in as root, as a person does. */
export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel(/user ?name/i).fill('root');
  await page.getByLabel(/^password/i).fill(rootPassword);
  await page.getByRole('button', { name: /sign in/i }).click();
  await expect(page.getByRole('navigation').first()).toBeVisible();
}
