import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';

const folder = () => mkdtemp(join(tmpdir(), 'launch-'));

test('a folder held by a living process is refused with the remedy', async () => {
  const dir = await folder();
  await writeFile(join(dir, 'launcher.pid'), String(process.ppid));
  await expect(openDataFolder(dir)).rejects.toThrow(/already runs.*--data OTHER --ports auto/);
});

test('a lock left by a process that is gone is taken over, and a released one can be taken again', async () => {
  const dir = await folder();
  await writeFile(join(dir, 'launcher.pid'), '999999999');
  const first = await openDataFolder(dir);
  await first.release();
  await (await openDataFolder(dir)).release();
});

test('a path through a file is refused with the remedy', async () => {
  const dir = await folder();
  await writeFile(join(dir, 'file'), '');
  await expect(openDataFolder(join(dir, 'file', 'below'))).rejects.toThrow(/cannot be used .*--data DIR/);
});
