import { expect, test } from 'vitest';
import { type DfgetOptions, dfgetCommand } from './dfget-options.ts';

async function parse(...args: string[]): Promise<DfgetOptions> {
  let seen: DfgetOptions | undefined;
  const command = dfgetCommand('0', async (options) => {
    seen = options;
  });
  await command
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parseAsync(['node', 'dfget', ...args]);
  if (seen === undefined) throw new Error('not run');
  return seen;
}

test('a plain download takes the defaults users of dfget know', async () => {
  const options = await parse('http://a/b', '-O', '/tmp/b');
  expect(options).toMatchObject({
    url: 'http://a/b',
    output: '/tmp/b',
    priority: 6,
    timeoutMs: 7_200_000,
    progress: true,
  });
  expect(options.endpoint).toBe('/var/run/dragonfly/dfdaemon.sock');
});

test('headers, range and query parameters are collected', async () => {
  const flags = [
    '-H',
    'A: 1',
    '-H',
    'B: x: y',
    '--range',
    '10-19',
    '--filtered-query-param',
    'p',
    '--filtered-query-param',
    'q',
  ];
  const options = await parse('http://a/b', '-O', '-', ...flags);
  expect(options.header).toEqual({ A: '1', B: 'x: y' });
  expect(options.range).toEqual({ start: 10, length: 10 });
  expect(options.filteredQueryParams).toEqual(['p', 'q']);
});

test('a folder is asked for with -r, and in object stores by a slash', async () => {
  expect(await parse('-r', 'http://a/b', '-O', 'd')).toMatchObject({ folder: true, url: 'http://a/b/', maxFiles: 100 });
  expect(await parse('http://a/', '-O', 'd')).toMatchObject({ folder: false, url: 'http://a/' });
  const flags = ['--max-files', '5', '--max-concurrent-requests', '2', '-I', 'x/*', '-I', 'y'];
  expect(await parse('s3://b/k/', '-O', 'd', ...flags)).toMatchObject({
    ...{ folder: true, maxFiles: 5, maxConcurrentRequests: 2, includeFiles: ['x/*', 'y'] },
  });
});

test('keys go only to the kind of source they are for', async () => {
  const keys = ['--storage-region', 'r', '--storage-access-key-secret', 's', '--hf-token', 't', '--ms-revision', 'v'];
  const access = async (url: string) => (await parse(url, '-O', 'x', ...keys)).access;
  expect(await access('https://a/b')).toEqual({});
  expect(await access('s3://a/b')).toEqual({ storage: { region: 'r', accessKeySecret: 's' } });
  expect(await access('hf://a/b')).toMatchObject({ huggingFace: { revision: 'main', token: 't' } });
  expect(await access('modelscope://a/b')).toMatchObject({ modelScope: { revision: 'v' } });
  expect(await access('hdfs://a/b')).toEqual({});
});

test.each([
  [['http://a/b', '-O', 'x', '--digest', 'sha256:1'], /is no digest/],
  [['http://a/b', '-O', 'x', '--range', '9-3'], /FIRST-LAST/],
  [['http://a/b', '-O', 'x', '-p', '7'], /0 to 6/],
  [['http://a/b', '-O', 'x', '--piece-length', '1MiB'], /at least 4MiB/],
  [['http://a/b', '-O', 'x', '-I', 'c'], /add -r/],
  [['-r', 'http://a/b', '-O', 'x', '-I', '../c'], /below the folder/],
  [['-r', 'http://a/b', '-O', '-'], /for one file/],
  [['-r', 'http://a/b', '-O', 'x', '--digest', `crc32:1`], /for one file/],
  [['not-an-address', '-O', 'x'], /is no address/],
  [['http://a/b', '-O', '-', '--json'], /both want standard output/],
  [['http://a/b'], /required option/],
])('%j is refused with the reason', async (args, reason) => {
  await expect(parse(...args)).rejects.toThrow(reason);
});
