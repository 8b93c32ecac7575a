import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { consoleApi } from './console.ts';
import { dfget, importFile } from './dfget.ts';
import { temporaryFolder } from './folder.ts';
import type { Origin } from './origin.ts';
import type { TestSystem } from './system.ts';

/** Gives the pages of a fresh system something to show: files that its peers pulled, one that they keep, and a preheat. */
export async function furnish(system: TestSystem, origin: Origin, files: readonly string[]): Promise<void> {
  await using out = await temporaryFolder();
  const normal = system.run.peers.filter(({ type }) => type === 'normal');
  for (const [n, file] of files.entries()) {
    const pulls = normal.map(({ socket, name }) =>
      dfget(socket, new URL(file, origin.url).href, join(out.path, `${name}-${n}`)),
    );
    for (const { exitCode, output } of await Promise.all(pulls)) if (exitCode !== 0) throw new Error(output);
  }
  const path = join(out.path, 'checkpoint-1200.bin');
  await writeFile(path, origin.body.subarray(0, 5 * 2 ** 20));
  const kept = await importFile(
    normal[0]?.socket ?? '',
    path,
    '--persistent-replica-count',
    '2',
    '--application',
    'training',
  );
  if (kept.exitCode !== 0) throw new Error(kept.output);
  const api = await consoleApi(system.run.console.url);
  const url = new URL(files[0] ?? '/file', origin.url).href;
  const args = { type: 'file', url, scope: 'all_peers' };
  const { status, body } = await api.ask('POST', '/oapi/v1/jobs', { type: 'preheat', bio: 'Nightly warm-up', args });
  if (status !== 200) throw new Error(`no preheat: ${status} ${JSON.stringify(body)}`);
}
