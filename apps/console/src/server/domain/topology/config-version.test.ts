import { silentLog } from '@damselfly/core/node';
import { afterEach, describe, expect, test } from 'vitest';
import { ConfigVersion } from './config-version.ts';

describe('the version of the configuration', () => {
  let stored = 1;
  let changes = 0;
  const opened: ConfigVersion[] = [];
  const open = () => {
    const version = new ConfigVersion({
      source: { configVersion: async () => stored },
      pollMs: 3_600_000,
      onChange: () => {
        changes += 1;
      },
      log: silentLog(),
    });
    opened.push(version);
    return version;
  };
  afterEach(() => {
    for (const one of opened.splice(0)) one.close();
  });

  test('is told at once, after every change, and to the end of the stream', async () => {
    const version = open();
    await version.check();
    const stop = new AbortController();
    const seen: number[] = [];
    const done = (async () => {
      for await (const one of version.watch(stop.signal) ?? []) seen.push(one);
    })();
    await expect.poll(() => seen).toEqual([1]);
    stored = 7;
    await version.check();
    await version.check();
    await expect.poll(() => seen).toEqual([1, 7]);
    stop.abort();
    await done;
    expect(changes).toBe(2);
  });

  test('a watcher that comes late hears the newest only', async () => {
    stored = 9;
    const version = open();
    await version.check();
    const stop = new AbortController();
    for await (const one of version.watch(stop.signal) ?? []) {
      expect(one).toBe(9);
      break;
    }
  });
});
