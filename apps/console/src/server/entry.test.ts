import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { manager, setManager } from './entry.ts';

afterEach(() => setManager(undefined));

test('without a running console, pages say how they must be served', () => {
  expect(() => manager()).toThrow(/served by dist\/main\.js/);
});

test('server, route handler and page see the one manager of their process', { timeout: 120_000 }, async () => {
  const program = join(import.meta.dirname, '../testing/one-process/main.ts');
  const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'development' } as const;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, 'one-of-a-kind'], {
    env: environment,
  });
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
    server: 'one-of-a-kind',
    route: 'one-of-a-kind',
    page: 'one-of-a-kind',
  });
});
