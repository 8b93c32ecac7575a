import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testAuthority } from '@damselfly/proto/testing';

const sbin = '/usr/sbin';
/** Debian's package `slapd` brings them. */
export const hasSlapd = existsSync(join(sbin, 'slapd'));

/** An OpenLDAP server on loopback with `dc=test`, which takes no password over a connection that is not encrypted. */
export interface Slapd {
  readonly port: number;
  readonly securePort: number;
  /** File of the authority that signed its certificate. */
  readonly caFile: string;
  close(): Promise<void>;
}

export const slapdAdmin = { bindDn: 'cn=admin,dc=test', bindPassword: 'directory-admin-password' };

/** Starts one with the entries of an LDIF text. */
export async function startSlapd(ldif: string): Promise<Slapd> {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-slapd-'));
  const authority = await testAuthority();
  const { caCert, cert, key } = await authority.issue('slapd');
  await mkdir(join(dir, 'db'));
  const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`);
  const conf = join(dir, 'slapd.conf');
  await writeFile(
    conf,
    [
      ...[...schemas, 'modulepath /usr/lib/ldap', 'moduleload back_mdb', 'security simple_bind=128'],
      ...[`TLSCACertificateFile ${caCert}`, `TLSCertificateFile ${cert}`, `TLSCertificateKeyFile ${key}`],
      ...['database mdb', 'suffix "dc=test"', `directory ${join(dir, 'db')}`, 'maxsize 10485760'],
      ...[`rootdn "${slapdAdmin.bindDn}"`, `rootpw ${slapdAdmin.bindPassword}`],
      ...['access to attrs=userPassword by anonymous auth by * none', 'access to * by * read', ''],
    ].join('\n'),
  );
  await writeFile(join(dir, 'entries.ldif'), ldif);
  await promisify(execFile)(join(sbin, 'slapadd'), ['-f', conf, '-l', join(dir, 'entries.ldif')]);
  const [port, securePort] = [await freePort(), await freePort()];
  const addresses = `ldap://localhost:${port} ldaps://localhost:${securePort}`;
  const server = spawn(join(sbin, 'slapd'), ['-f', conf, '-h', addresses, '-d', '0'], { stdio: 'ignore' });
  await answers(server, port);
  return {
    ...{ port, securePort, caFile: caCert },
    async close() {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
      await authority[Symbol.asyncDispose]();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function answers(server: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) throw new Error(`slapd ended with ${server.exitCode}`);
    const socket = connect(port, 'localhost');
    const reached = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => setTimeout(() => resolve(false), 50));
    });
    socket.destroy();
    if (reached) return;
  }
  throw new Error('slapd does not listen');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
