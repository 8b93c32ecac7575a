import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Failure } from '@damselfly/core';

/** The certificates in a PEM file, as DER. Throws `invalid`. */
export async function readCertificates(file: string): Promise<Buffer[]> {
  try {
    const text = await readFile(file, 'utf8');
    const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    if (found.length === 0) throw new Error('it holds no certificate');
    return found.map((pem) => new X509Certificate(pem).raw);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown cause';
    throw new Failure('invalid', `proxy.registryMirror.cert ${file} cannot be used: ${why}`, { cause });
  }
}
