import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Paths of PEM files. */
export interface TestCertificate {
  readonly caCert: string;
  readonly cert: string;
  readonly key: string;
}

/** An authority for tests, made by openssl. */
export interface TestAuthority extends AsyncDisposable {
  readonly caCert: string;
  /** A certificate for 127.0.0.1 and localhost; again under the same name, it replaces the files. */
  issue(name: string): Promise<TestCertificate>;
}

const openssl = (...args: readonly string[]) => promisify(execFile)('openssl', args);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export async function testAuthority(name = 'test authority'): Promise<TestAuthority> {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-ca-'));
  const file = (of: string) => join(dir, of);
  const [caCert, caKey] = [file('ca.pem'), file('ca.key')];
  await openssl('req', '-x509', ...newKey, '-keyout', caKey, '-out', caCert, '-days', '2', '-subj', `/CN=${name}`);
  return {
    caCert,
    issue: async (of) => {
      const [cert, key, request, names] = ['pem', 'key', 'csr', 'ext'].map((kind) => file(`${of}.${kind}`)) as [
        string,
        string,
        string,
        string,
      ];
      await writeFile(names, 'subjectAltName=IP:127.0.0.1,DNS:localhost');
      await openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${of}`);
      const signed = ['-CA', caCert, '-CAkey', caKey, '-days', '2', '-extfile', names];
      await openssl('x509', '-req', '-in', request, ...signed, '-out', cert);
      return { caCert, cert, key };
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}
