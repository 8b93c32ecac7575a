import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { duration } from './arguments.ts';
import { acceptEnvironment, acceptLogFlags } from './environment.ts';

afterEach(() => vi.unstubAllEnvs());

function parse(...args: string[]): Record<string, unknown> {
  const program = new Command('tool').exitOverride().configureOutput({ writeErr: () => undefined });
  let seen: Record<string, unknown> = {};
  program
    .command('put')
    .option('--piece-length <size>')
    .option('--time-to-live <duration>', '', duration)
    .option('--overwrite', '', false)
    .option('--no-progress')
    .option('-O, --output <path>')
    .action((options: Record<string, unknown>) => {
      seen = options;
    });
  acceptLogFlags(program);
  acceptEnvironment(program);
  program.parse(['node', 'tool', 'put', ...args]);
  return seen;
}

test('options come from the environment under the name of the tool and its command; the command line wins', () => {
  vi.stubEnv('TOOL_PUT_PIECE_LENGTH', '8MiB');
  vi.stubEnv('TOOL_PUT_TIME_TO_LIVE', '2h');
  vi.stubEnv('TOOL_PIECE_LENGTH', '1MiB');
  expect(parse()).toMatchObject({ pieceLength: '8MiB', timeToLive: 7_200_000 });
  expect(parse('--piece-length', '4MiB')).toMatchObject({ pieceLength: '4MiB' });
  vi.stubEnv('TOOL_PUT_TIME_TO_LIVE', 'soon');
  expect(() => parse()).toThrow(/TOOL_PUT_TIME_TO_LIVE/);
});

test('a switch is on when the environment says so, and off when it says false', () => {
  expect(parse()).toMatchObject({ overwrite: false, progress: true });
  vi.stubEnv('TOOL_PUT_OVERWRITE', 'false');
  vi.stubEnv('TOOL_PUT_NO_PROGRESS', 'false');
  expect(parse()).toMatchObject({ overwrite: false, progress: true });
  vi.stubEnv('TOOL_PUT_OVERWRITE', 'true');
  vi.stubEnv('TOOL_PUT_NO_PROGRESS', 'true');
  expect(parse()).toMatchObject({ overwrite: true, progress: false });
});

test('where to write is never taken from the environment, and flags about logs are harmless', () => {
  vi.stubEnv('TOOL_PUT_OUTPUT', '/etc/passwd');
  expect(parse('-l', 'debug', '--console')).not.toHaveProperty('output');
});
