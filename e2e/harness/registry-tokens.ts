import { execFile } from 'node:child_process';
import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A token service of a registry: it signs what somebody may do there. */
export interface RegistryTokens {
  readonly issuer: string;
  /** PEM file that the registry trusts. */
  readonly certificate: string;
  issue(repository: string, actions: readonly string[]): string;
}

const part = (value: object | Buffer) =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString('base64url');

/** Makes a key and its certificate in `dir`, by openssl. Tokens are good for an hour. */
export async function registryTokens(dir: string, service: string): Promise<RegistryTokens> {
  const [certificate, keyFile] = [join(dir, 'token.pem'), join(dir, 'token.key')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const subject = ['-days', '2', '-subj', '/CN=registry tokens'];
  await promisify(execFile)('openssl', ['req', '-x509', ...key, '-out', certificate, ...subject]);
  const privateKey = createPrivateKey(await readFile(keyFile));
  const x5c = [new X509Certificate(await readFile(certificate)).raw.toString('base64')];
  const issuer = 'damselfly-tests';
  return {
    issuer,
    certificate,
    issue(repository, actions) {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        ...{ iss: issuer, sub: 'robot', aud: service, jti: randomUUID(), iat: now, nbf: now - 60, exp: now + 3600 },
        access: [{ type: 'repository', name: repository, actions }],
      };
      const text = `${part({ typ: 'JWT', alg: 'ES256', x5c })}.${part(claims)}`;
      return `${text}.${part(sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }))}`;
    },
  };
}
