import { spawnSync } from 'node:child_process';
import { Failure } from '@damselfly/core';
import { exec } from '../exec.ts';

/** True when a program is on the path. */
export const has = (...programs: readonly string[]): boolean =>
  spawnSync('sh', ['-c', programs.map((program) => `command -v ${program}`).join(' || ')]).status === 0;

const mayInstall = () => process.getuid?.() === 0 && has('apt-get');

/** Installs Debian packages when we may; a service in them is not started. False when that did not work. */
export async function install(...names: readonly string[]): Promise<boolean> {
  if (!mayInstall()) return false;
  console.error(`· installing ${names.join(', ')} from the system packages`);
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await exec('apt-get', ['update', '-q'], { env, quiet: true });
  return (
    (await exec('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], { env, quiet: true })) === 0
  );
}

/** The browser tests need a Chromium. Throws `precondition` with the remedy when there is none. */
export async function requireChromium(): Promise<void> {
  const found = () => has('chromium', 'chromium-browser', 'google-chrome');
  if (found() || ((await install('chromium')) && found())) return;
  throw new Failure(
    'precondition',
    'The browser tests need Chromium, which could not be installed. Install it, for example with: apt-get install chromium',
  );
}

/** Tests of TLS make their certificates with openssl. Throws `precondition` with the remedy when there is none. */
export async function requireOpenssl(): Promise<void> {
  if (has('openssl') || ((await install('openssl')) && has('openssl'))) return;
  throw new Failure(
    'precondition',
    'The tests of TLS need openssl, which could not be installed. Install it, for example with: apt-get install openssl',
  );
}

/** The Redis store is tested against a real server; without one those tests are skipped, and say so. */
export async function offerRedis(): Promise<void> {
  const found = () => has('redis-server', 'valkey-server');
  if (found() || ((await install('redis-server')) && found())) return;
  console.error('· the Redis store will not be tested; install a server for it with: apt-get install redis-server');
}

/** Signing in through a directory is tested against OpenLDAP; without it those tests are skipped, and say so. */
export async function offerDirectory(): Promise<void> {
  const found = () => has('/usr/sbin/slapd');
  if (found() || ((await install('slapd')) && found())) return;
  console.error('· signing in through LDAP will not be tested; install a server for it with: apt-get install slapd');
}

/** The cluster tests preheat from a real registry and stand behind a real proxy; without one those tests are skipped, and say so. */
export async function offerClusterPrograms(): Promise<void> {
  for (const program of ['docker-registry', 'nginx']) {
    if (has(program) || ((await install(program)) && has(program))) continue;
    console.error(`· tests that need ${program} will be skipped; install it with: apt-get install ${program}`);
  }
}
