import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { repository } from './program.ts';

const routesFile = join(repository, 'apps/console/.next/app-path-routes-manifest.json');

/** Shows primitives to who works on them, and is not served otherwise. */
const gallery = '/ui';

/** Every page of the built console, as its route: `/clusters/[id]/map`. The catch-all stands for addresses of nothing. */
export async function pageRoutes(): Promise<string[]> {
  const manifest = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(routesFile, 'utf8')));
  return Object.entries(manifest)
    .filter(([file, route]) => file.endsWith('/page') && !route.startsWith('/_') && route !== gallery)
    .map(([, route]) => route)
    .sort();
}

/** What has to be pressed before a page shows a link to pages below it. */
const reveal: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  '/clusters/[id]/history': (page) =>
    page
      .locator('main')
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click(),
  '/tasks/[id]/pulls/[peer]': async (page) => {
    await page.getByRole('button', { name: 'Both', exact: true }).click();
    await page
      .getByRole('treegrid')
      .getByRole('row', { name: /peer-1/ })
      .click();
  },
};

/**
 * The address of a page. One with a parameter is found as a person finds it: by the first link to it on the page above.
 * Throws when there is none: then nothing leads to the page, or the system of the test holds nothing it could show.
 */
export async function addressOf(
  page: Page,
  console: string,
  route: string,
  routes: readonly string[],
): Promise<string> {
  if (route === '/[...rest]') return '/nowhere';
  if (!route.includes('[')) return route;
  const above = routes
    .filter((other) => other !== '/' && route.startsWith(`${other}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (above === undefined) throw new Error(`no page stands above ${route}, so the tests cannot find their way to it`);
  await page.goto(console + (await addressOf(page, console, above, routes)));
  await reveal[route]?.(page);
  const pattern = new RegExp(`^${route.replace(/\[\w+\]/g, '[^/?]+')}$`);
  const find = async () => {
    const links = await page
      .locator('a[href]')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    return links.map((href) => href.split('?')[0] ?? '').find((path) => pattern.test(path) && !routes.includes(path));
  };
  await expect.poll(find, `${above} has a link to ${route}`).toBeDefined();
  return (await find()) ?? '';
}
