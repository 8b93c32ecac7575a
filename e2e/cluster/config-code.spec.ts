import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { consoleApi } from '../harness/console.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { repository } from '../harness/program.ts';
import { startTestSystem } from '../harness/system.ts';

test('dfctl exports the configuration, tells what a changed file would change, applies it, and goes back', async () => {
  await using folder = await temporaryFolder();
  await using system = await startTestSystem({ peers: 1 });
  const { url } = system.run.console;
  const { token } = await consoleApi(url, [
    'config:write',
    'cluster:write',
    'application:write',
    'access:write',
    'schedule:write',
  ]);
  const dfctl = (...args: string[]) => {
    const env = { ...process.env, DAMSELFLY_CONSOLE: url, DAMSELFLY_TOKEN: token };
    const program = join(repository, 'apps/peer/dist/dfctl.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'config', ...args], {
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const file = join(folder.path, 'platform.yaml');

  expect(dfctl('export', '-o', file)).toMatchObject({ status: 0, stderr: '' });
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^version: 1\n/);
  expect(dfctl('diff', file, '--prune')).toMatchObject({ status: 0, stdout: 'Nothing changes.\n' });

  await writeFile(file, text.replace('peerLoadLimit: 200', 'peerLoadLimit: 123'));
  const said = '~ clusters.cluster-1\n    peerLoadLimit: 200 → 123\n';
  expect(dfctl('diff', file)).toMatchObject({ status: 2, stdout: said });
  expect(dfctl('apply', file, '--dry-run')).toMatchObject({ status: 2, stdout: said });
  const applied = dfctl('apply', file, '--comment', 'more room', '--json');
  expect(applied, applied.stderr).toMatchObject({ status: 0 });
  expect(JSON.parse(applied.stdout)).toMatchObject({ revision: 1, changes: [{ action: 'update', name: 'cluster-1' }] });
  expect(dfctl('diff', file).status).toBe(0);

  await writeFile(file, text);
  expect(dfctl('apply', file).status).toBe(0);
  expect(dfctl('history').stdout).toMatch(/^2 .*\n1 .*root.*more room\n$/);
  expect(dfctl('rollback', '1').status).toBe(0);
  expect(dfctl('export').stdout).toContain('peerLoadLimit: 123');
  const refused = dfctl('export', '--token', 'wrong');
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/token/i)]);
});
