import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { has, install } from './packages.ts';

/** A PostgreSQL server of our own on loopback, whose data ends with it. */
export interface TestPostgres {
  /** Of its administrator, who may create databases. */
  readonly url: string;
  stop(): void;
}

const binaries = '/usr/lib/postgresql';

/** Starts one; undefined when none is installed and none can be. Tests that need it are skipped then, and say so. */
export async function startTestPostgres(): Promise<TestPostgres | undefined> {
  const bin = findBinaries() ?? ((await install('postgresql')) ? findBinaries() : undefined);
  if (bin === undefined || !has('setpriv')) {
    console.error('· PostgreSQL will not be tested; install it with: apt-get install postgresql');
    return undefined;
  }
  const dir = mkdtempSync(join(tmpdir(), 'damselfly-postgres-'));
  const port = await freePort();
  const run = (program: string, ...args: readonly string[]) => {
    const { status, stderr } = spawnSync(...asServerUser(join(bin, program), args), { encoding: 'utf8', cwd: dir });
    if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  };
  const data = join(dir, 'data');
  try {
    if (isRoot()) spawnSync('chown', ['postgres', dir]);
    run('initdb', '-D', data, '-U', 'damselfly', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync');
    // Tests throw the data away: nothing needs to survive a power cut.
    const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories= -c fsync=off -c max_connections=200`;
    run('pg_ctl', '-D', data, '-w', '-t', '60', '-l', join(dir, 'log'), '-o', settings, 'start');
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
  return {
    url: `postgres://damselfly@127.0.0.1:${port}/postgres`,
    stop() {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const isRoot = () => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root: Debian's package brings a user for it. */
const asServerUser = (program: string, args: readonly string[]): [string, string[]] =>
  isRoot()
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', program, ...args]]
    : [program, [...args]];

/** The newest version's folder. */
function findBinaries(): string | undefined {
  const versions = (() => {
    try {
      return readdirSync(binaries).map(Number).filter(Number.isFinite);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  })();
  return versions.length === 0 ? undefined : join(binaries, String(Math.max(...versions)), 'bin');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
