import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bytesSetting, durationSetting, loadConfig } from './config.ts';

const schema = z.strictObject({
  storage: z.strictObject({ dir: z.string().default('/d'), capacity: bytesSetting.prefault('50GiB') }).prefault({}),
  announceInterval: durationSetting.prefault('300s'),
});

async function yaml(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'config-')), 'c.yaml');
  await writeFile(file, text);
  return file;
}

describe('loadConfig', () => {
  test('gives the defaults with their units resolved when nothing is set', async () => {
    expect(await loadConfig(schema, { envPrefix: 'T', env: {} })).toEqual({
      storage: { dir: '/d', capacity: 50 * 2 ** 30 },
      announceInterval: 300_000,
    });
  });

  test('lets an environment variable win over the file, key by key', async () => {
    const file = await yaml('storage: { dir: /a, capacity: 1GB }');
    const config = await loadConfig(schema, {
      file,
      envPrefix: 'T',
      env: { T_STORAGE_DIR: '/b', T_ANNOUNCE_INTERVAL: '5s' },
    });
    expect(config).toEqual({ storage: { dir: '/b', capacity: 1e9 }, announceInterval: 5000 });
  });

  test('names a misspelt key instead of ignoring it', async () => {
    await expect(
      loadConfig(schema, { file: await yaml('storage: { dri: /a }'), envPrefix: 'T', env: {} }),
    ).rejects.toThrow(/storage: .*"dri"/);
  });

  test('names the setting whose value has no unit it knows', async () => {
    await expect(
      loadConfig(schema, { file: await yaml('announceInterval: soon'), envPrefix: 'T', env: {} }),
    ).rejects.toThrow(/announceInterval: "soon" is no duration/);
  });
});
