import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dfget, sha256File } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { metric } from '../harness/metrics.ts';
import { startOrigin } from '../harness/origin.ts';
import { startTestSystem } from '../harness/system.ts';

test('a piece that arrives damaged is noticed, fetched again elsewhere, and counted', async () => {
  await using origin = await startOrigin({ lengthBytes: 24 * 2 ** 20 });
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ peers: 2 });
  expect(await dfget(system.peer('peer-1').socket, origin.url, join(out.path, 'a'))).toMatchObject({ exitCode: 0 });
  await damage(join(system.dataDir, 'peer-1', 'storage'));
  await damage(join(system.dataDir, 'seed-1', 'storage'), 1);
  const result = await dfget(
    system.peer('peer-2').socket,
    origin.url,
    join(out.path, 'b'),
    '--digest',
    `sha256:${origin.sha256}`,
  );
  expect(result.exitCode, result.output).toBe(0);
  expect(await sha256File(join(out.path, 'b'))).toBe(origin.sha256);
  expect(await metric(system.peer('peer-2').metrics, 'dragonfly_client_piece_corrupted_total')).toBeGreaterThan(0);
});

/** Flips a byte in every piece but those at `whole` (modulo 2), so that only together two parents hold the file. */
async function damage(storage: string, whole = 0): Promise<void> {
  const tasks = join(storage, 'content', 'tasks');
  for (const prefix of await readdir(tasks)) {
    for (const name of await readdir(join(tasks, prefix))) {
      const file = await open(join(tasks, prefix, name), 'r+');
      const { size } = await file.stat();
      for (let piece = 0; piece * 4 * 2 ** 20 < size; piece += 1) {
        if (piece % 2 !== whole) await file.write(Buffer.from([0xff, 0x00, 0xff]), 0, 3, piece * 4 * 2 ** 20 + 99);
      }
      await file.close();
    }
  }
}
