import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptSecret } from './secret.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'damselfly-secret-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('a secret is made once, for its owner only', async () => {
  const file = join(dir, 'deep', 'auth-secret');
  const secret = await keptSecret(file);
  expect(secret.length).toBeGreaterThanOrEqual(64);
  expect(await keptSecret(file)).toBe(secret);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a secret that others could read is closed to them', async () => {
  const file = join(dir, 'auth-secret');
  await writeFile(file, 'x'.repeat(40), { mode: 0o644 });
  await keptSecret(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('an emptied file is refused with its path', async () => {
  const file = join(dir, 'auth-secret');
  await writeFile(file, '');
  await expect(keptSecret(file)).rejects.toThrow(file);
});
