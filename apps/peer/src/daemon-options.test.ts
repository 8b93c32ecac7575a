import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { daemonOptions } from './daemon-options.ts';

afterEach(() => vi.unstubAllEnvs());

const parse = (...args: string[]) =>
  daemonOptions(new Command('dfdaemon').exitOverride().configureOutput({ writeErr: () => undefined }), args);

const dynconfig = '/etc/dragonfly/dynconfig.yaml';

test('a daemon is started with the flags people know, or the environment', () => {
  expect(parse()).toEqual({ config: undefined, dynconfig, log: {} });
  expect(parse('-c', '/etc/d.yaml', '-l', 'warn', '--log-dir', '/var/log/d', '--log-max-files', '6')).toEqual({
    config: '/etc/d.yaml',
    dynconfig,
    log: { level: 'warn', file: '/var/log/d/dfdaemon.log' },
  });
  expect(parse('--console', '--log-dir', '/var/log/d')).toEqual({
    config: undefined,
    dynconfig,
    log: { file: undefined },
  });
  vi.stubEnv('DFDAEMON_CONFIG', '/etc/e.yaml');
  vi.stubEnv('DFDAEMON_LOG_LEVEL', 'debug');
  expect(parse()).toEqual({ config: '/etc/e.yaml', dynconfig, log: { level: 'debug' } });
});

test('a level nobody knows and a flag nobody knows are refused', () => {
  expect(() => parse('-l', 'loud')).toThrow(/loud/);
  expect(() => parse('--colour')).toThrow(/colour/);
});
