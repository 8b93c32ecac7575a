import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import type { Gesture } from './gesture.ts';
import { servePage } from './serve-page.ts';
import { takeShots } from './shots.ts';

interface Result {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '8' },
    sizes: { type: 'string', default: '2000,10000' },
    /** Only pictures, into this folder. */
    shots: { type: 'string' },
    only: { type: 'string', default: '' },
    /** Instead of frames: how the heap grows over so many simulated hours of a swarm of 200. */
    hours: { type: 'string' },
  },
});

const page = await servePage();
const browser = await launchBrowser();
try {
  if (values.hours !== undefined) report(await growth(browser, page.url, Number(values.hours)), values.json);
  else if (values.shots === undefined) {
    const results: Result[] = [];
    for (const size of values.sizes.split(',')) {
      results.push(...(await measure(browser, page.url, Number(size), Number(values.seconds) * 1000)));
    }
    report(results, values.json);
  } else for (const file of await takeShots(browser, page.url, values.shots, values.only)) print(file);
} finally {
  await browser.close();
  await page.close();
}

async function measure(on: Browser, url: string, size: number, lastsMs: number): Promise<Result[]> {
  const tab = await on.newPage({ viewport: { width: 1600, height: 900 } });
  tab.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
  await tab.goto(`${url}?peers=${size}`);
  await tab.waitForFunction(() => window.bench?.firstPaintMs !== undefined, null, { timeout: 60_000 });
  const firstPaintMs = await tab.evaluate(() => window.bench.firstPaintMs ?? 0);
  const results: Result[] = [{ id: `first_paint_ms.${size}`, value: Math.round(firstPaintMs), unit: 'ms' }];
  await tab.waitForTimeout(2500);
  for (const gesture of ['live', 'pan', 'zoom'] as const satisfies readonly Gesture[]) {
    const played = await tab.evaluate(([what, ms]) => window.bench.play(what, ms), [gesture, lastsMs] as const);
    results.push(
      { id: `fps.${gesture}.${size}`, value: Math.round(played.fps * 10) / 10, unit: '1/s' },
      { id: `worst_frame_ms.${gesture}.${size}`, value: Math.round(played.worstFrameMs), unit: 'ms' },
      { id: `visible_nodes.${gesture}.${size}`, value: played.peers[1], unit: 'nodes' },
      { id: `visible_edges.${gesture}.${size}`, value: played.edges[1], unit: 'edges' },
      { id: `visible_nodes_least.${gesture}.${size}`, value: played.peers[0], unit: 'nodes' },
    );
    await tab.keyboard.press('Escape');
    await tab.getByRole('button', { name: 'Show all and follow' }).click();
    await tab.waitForTimeout(1500);
  }
  await tab.close();
  return results;
}

/** The heap after the first simulated hour and after the last, garbage collected. */
async function growth(on: Browser, url: string, hours: number): Promise<Result[]> {
  const tab = await on.newPage({ viewport: { width: 1600, height: 900 } });
  await tab.goto(`${url}?peers=200&fast`);
  const session = await tab.context().newCDPSession(tab);
  await session.send('HeapProfiler.enable');
  const heapAfter = async (simulatedHours: number) => {
    const wantedMs = simulatedHours * 3_600_000;
    await tab.waitForFunction((ms) => window.bench.simulatedMs() >= ms, wantedMs, { timeout: 0, polling: 250 });
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
  };
  const first = await heapAfter(1);
  const last = await heapAfter(hours);
  await tab.close();
  return [
    { id: 'heap_mib.1h', value: Math.round(first * 100) / 100, unit: 'MiB' },
    { id: `heap_mib.${hours}h`, value: Math.round(last * 100) / 100, unit: 'MiB' },
    { id: `heap_ratio.${hours}h`, value: Math.round((last / first) * 1000) / 1000, unit: '' },
  ];
}

function report(results: readonly Result[], json: boolean): void {
  for (const { id, value, unit } of results) print(`${id.padEnd(36)}${String(value).padStart(10)} ${unit}`);
  if (!json) return;
  const machine = `${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, node ${process.version}, software canvas`;
  print(JSON.stringify({ suite: 'live-dag', machine, at: new Date().toISOString(), results }));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
