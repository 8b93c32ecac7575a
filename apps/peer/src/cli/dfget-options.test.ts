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

test.each([
  [['http://a/b', '-O', 'x', '--digest', 'sha256:1'], /is no digest/],
  [['http://a/b', '-O', 'x', '--range', '9-3'], /FIRST-LAST/],
  [['http://a/b', '-O', 'x', '-p', '7'], /0 to 6/],
  [['http://a/b', '-O', 'x', '--piece-length', '1MiB'], /at least 4MiB/],
  [['ftp://a/b', '-O', 'x'], /cannot read ftp/],
  [['not-an-address', '-O', 'x'], /is no address/],
  [['http://a/b', '-O', '-', '--json'], /both want standard output/],
  [['http://a/b'], /required option/],
])('%j is refused with the reason', async (args, reason) => {
  await expect(parse(...args)).rejects.toThrow(reason);
});
