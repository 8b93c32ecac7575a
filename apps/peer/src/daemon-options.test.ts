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
    log: { level: 'warn', file: '/var/log/d/dfdaemon.log', maxFiles: 6 },
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

test('how much log is kept can be said, and has to make sense', () => {
  expect(parse('--log-max-files', '2', '--log-max-file-size', '64MiB').log).toEqual({
    maxFiles: 2,
    maxFileSize: 64 * 2 ** 20,
  });
  expect(() => parse('--log-max-files', '0')).toThrow(/1 to 1000/);
  expect(() => parse('--log-max-file-size', 'much')).toThrow(/no size/);
});

test('a level nobody knows and a flag nobody knows are refused', () => {
  expect(() => parse('-l', 'loud')).toThrow(/loud/);
  expect(() => parse('--colour')).toThrow(/colour/);
});
