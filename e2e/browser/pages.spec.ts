import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { accessibilityOf } from '../harness/accessibility.ts';
import { firstLoadBytes, scriptsOf } from '../harness/first-load.ts';
import { furnish } from '../harness/furnish.ts';
import { startOrigin } from '../harness/origin.ts';
import { addressOf, pageRoutes } from '../harness/pages.ts';
import { signIn } from '../harness/sign-in.ts';
import { rootPassword, startTestSystem, type TestSystem } from '../harness/system.ts';

/** What no page and no script may hold. */
const planted = { DAMSELFLY_CONSOLE_AUTH_SECRET: 'planted-secret-of-the-cookies-0123456789' };
const secrets = [rootPassword, ...Object.values(planted)];

/** JavaScript of a first load, gzip. The page of a task draws the graph and may weigh more. */
const maxFirstLoadBytes = 180_000;
const withGraph = new Set(['/tasks/[id]']);
/** A screen of 1440 × 900 at 200 %, and a phone. */
const small = [
  { width: 720, height: 450 },
  { width: 390, height: 844 },
];

const routes = await pageRoutes();
let system: TestSystem;
let context: BrowserContext;

test.beforeAll(async ({ browser }) => {
  system = await startTestSystem({ peers: 2, env: planted });
  await using origin = await startOrigin({ lengthBytes: 8 * 2 ** 20 });
  await furnish(system, origin, ['/file']);
  context = await browser.newContext();
  await signIn(await context.newPage(), system.run.console.url);
});
test.afterAll(async () => {
  await context.close();
  await system[Symbol.asyncDispose]();
});

test('the pages of the console are known, and the graph is on one of them', () => {
  expect(routes).toEqual(expect.arrayContaining(['/', '/sign-in', '/tasks', ...withGraph]));
});

for (const route of routes) {
  test(`${route} keeps every bar: policy, weight, accessibility, narrow and zoomed`, async () => {
    const page = await context.newPage();
    const { url } = system.run.console;
    const path = await addressOf(page, url, route, routes);
    const offences = watchFor(page, url);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    const response = await page.goto(url + path);
    const html = (await response?.text()) ?? '';
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

    expect(scriptsOf(html).length, `${route} names its scripts`).toBeGreaterThan(3);
    const bytes = await firstLoadBytes(page.request, url, html);
    if (!withGraph.has(route))
      expect.soft(bytes, `first-load JavaScript of ${route}, bytes of gzip`).toBeLessThan(maxFirstLoadBytes);

    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, `${route}, ${colorScheme}`);
    }
    expect(await movingParts(page), `${route} moves though less motion is asked for`).toEqual([]);
    for (const viewport of small) {
      await page.setViewportSize(viewport);
      const where = `${route}, ${viewport.width} px wide`;
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), where).toBe(viewport.width);
      expect(await outOfReach(page), `${where}: controls out of reach`).toEqual([]);
    }
    await expectAccessible(page, `${route} on a phone`);
    expect(await offences()).toEqual([]);
    await page.close();
  });
}

/** Collects what a page may not do while it is used: break the policy, ask others, fail, or hold a secret. */
function watchFor(page: Page, url: string): () => Promise<string[]> {
  const found: string[] = [];
  const bodies: Promise<void>[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) found.push(message.text());
  });
  page.on('pageerror', (error) => found.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && origin !== new URL(url).origin) found.push(`asked ${request.url()}`);
  });
  page.on('response', (response) => {
    // A stream of events has no end that could be waited for.
    if (response.headers()['content-type']?.includes('event-stream')) return;
    const body = response.text().then(
      (text) => {
        for (const secret of secrets) if (text.includes(secret)) found.push(`${response.url()} holds ${secret}`);
      },
      () => undefined, // The page went on before the answer was complete.
    );
    bodies.push(body);
  });
  return async () => {
    await Promise.all(bodies);
    return found;
  };
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  let kept = 0;
  const broken = async () => {
    const looked = await accessibilityOf(page);
    kept = looked.kept;
    return looked.broken;
  };
  await expect.poll(broken, where).toEqual([]);
  expect(kept, where).toBeGreaterThan(10);
}

/** Animations that run for longer than a moment. */
const movingParts = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration) > 50)
      .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : animation.id)),
  );

/** Controls beyond the sides of the page that no scrolling part around them brings into sight. */
const outOfReach = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.querySelectorAll('a[href], button, input, select, textarea, [role="tab"]')]
      .filter((control) => {
        const { left, right, width, height } = control.getBoundingClientRect();
        const visible = width > 1 && height > 1 && control.checkVisibility({ visibilityProperty: true });
        return visible && (left < -1 || right > innerWidth + 1) && !scrolls(control.parentElement);
      })
      .map((control) => control.outerHTML.slice(0, 120));
  });
