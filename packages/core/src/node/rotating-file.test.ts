import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog, logConfig } from './log.ts';
import { RotatingFile } from './rotating-file.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'damselfly-log-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const contents = async (of: string) =>
  Object.fromEntries(
    await Promise.all((await readdir(of)).map(async (name) => [name, await readFile(join(of, name), 'utf8')])),
  );

test('a file that is full is put aside, and of those only the youngest stay', async () => {
  const file = join(dir, 'sub', 'log');
  let log = new RotatingFile({ file, maxBytes: 10, maxFiles: 3 });
  for (const line of ['one\n', 'two\n', 'three\n', 'four\n', 'a line longer than a file\n']) log.write(line);
  log.close();
  expect(await contents(join(dir, 'sub'))).toEqual({
    log: 'a line longer than a file\n',
    'log.1': 'four\n',
    'log.2': 'three\n',
  });
  log = new RotatingFile({ file, maxBytes: 10, maxFiles: 3 });
  log.write('x\n');
  log.close();
  expect(await contents(join(dir, 'sub'))).toMatchObject({ log: 'x\n', 'log.1': 'a line longer than a file\n' });
});

test('without a limit it grows, and one file keeps no other', async () => {
  const [grown, single] = [join(dir, 'grown'), join(dir, 'single')];
  for (const [file, maxBytes] of [
    [grown, 0],
    [single, 3],
  ] as const) {
    const log = new RotatingFile({ file, maxBytes, maxFiles: 1 });
    for (const line of ['aa\n', 'bb\n']) log.write(line);
    log.close();
  }
  expect(await contents(dir)).toEqual({ grown: 'aa\nbb\n', single: 'bb\n' });
});

test('a program that logs into a file keeps as much as its settings say', async () => {
  const file = join(dir, 'program.log');
  const log = createLog('p', logConfig.parse({ file, maxFileSize: 200, maxFiles: 2 }));
  for (let nth = 0; nth < 20; nth += 1) log.info({ nth, password: 'secret' }, 'said');
  const kept = await contents(dir);
  expect(Object.keys(kept).sort()).toEqual(['program.log', 'program.log.1']);
  expect(kept['program.log']).toContain('"nth":19');
  expect(JSON.stringify(kept)).not.toContain('secret"');
});
