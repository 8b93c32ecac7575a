import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { dfget } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { furnish } from '../harness/furnish.ts';
import { startOrigin } from '../harness/origin.ts';
import { signIn } from '../harness/sign-in.ts';
import { startTestSystem } from '../harness/system.ts';
import config from '../playwright.config.ts';
import { watchLatency } from './event-latency.ts';
import { interactionsOf } from './interaction.ts';
import { loadPage } from './page-load.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});
const rounds = values.quick ? 1 : 3;
const results: { readonly id: string; readonly value: number; readonly unit: string }[] = [];
const say = (id: string, value: number, unit: string) => {
  results.push({ id, value: Math.round(value * 1000) / 1000, unit });
  process.stdout.write(`${id.padEnd(36)}${String(results.at(-1)?.value).padStart(10)} ${unit}\n`);
};
const at = (share: number, numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? Number.NaN;

await using system = await startTestSystem({ peers: 5, env: { DAMSELFLY_UI_GALLERY: '1' } });
await using origin = await startOrigin({ lengthBytes: 16 * 2 ** 20 });
await furnish(system, origin, ['/file']);
const { url } = system.run.console;
const browser = await chromium.launch({ ...config.use?.launchOptions });
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, url);
  const storageState = await context.storageState();
  await page.goto(`${url}/tasks`);
  const task = await page.locator('a[href^="/tasks/"]').first().getAttribute('href');

  for (const [name, path] of [
    ['sign-in', '/sign-in'],
    ['overview', '/'],
    ['task', task ?? '/tasks'],
    ['preheat', '/preheat'],
  ] as const) {
    const loads = [];
    for (let round = 0; round < rounds; round++)
      loads.push(await loadPage(browser, url + path, name === 'sign-in' ? {} : { storageState }));
    say(
      `first_paint_ms.${name}`,
      at(
        0.5,
        loads.map(({ firstPaintMs }) => firstPaintMs),
      ),
      'ms',
    );
    say(
      `largest_paint_ms.${name}`,
      at(
        0.5,
        loads.map(({ largestPaintMs }) => largestPaintMs),
      ),
      'ms',
    );
    say(
      `blocked_ms.${name}`,
      at(
        0.5,
        loads.map(({ blockedMs }) => blockedMs),
      ),
      'ms',
    );
    say(
      `layout_shift.${name}`,
      at(
        0.5,
        loads.map(({ shift }) => shift),
      ),
      '',
    );
  }

  const presses = await interactionsOf(await context.newPage(), `${url}/ui`);
  say('interaction_ms.p98.10000_rows', at(0.98, presses), 'ms');
  say('interaction_ms.worst.10000_rows', Math.max(...presses), 'ms');

  await using slow = await startOrigin({ lengthBytes: 128 * 2 ** 20, bytesPerSecond: 8 * 2 ** 20 });
  await using out = await temporaryFolder();
  const live = await context.newPage();
  const latencies = await watchLatency(live);
  const pulls = system.run.peers
    .filter(({ type }) => type === 'normal')
    .map(({ socket, name }) => dfget(socket, slow.url, join(out.path, name)));
  await live.goto(`${url}/tasks?state=running`);
  await live.locator('main a[href^="/tasks/"]').first().click();
  await Promise.all(pulls);
  const seen = await latencies();
  say('event_to_screen_ms.p50', at(0.5, seen), 'ms');
  say('event_to_screen_ms.p95', at(0.95, seen), 'ms');
  say('events_seen', seen.length, 'batches');
} finally {
  await browser.close();
}
if (values.json) {
  const machine = `${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, node ${process.version}`;
  process.stdout.write(`${JSON.stringify({ suite: 'web', machine, at: new Date().toISOString(), results })}\n`);
}
