import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Failure } from '@damselfly/core';
import type { Sealer } from '../domain/secrets/sealer.ts';

const cipherName = 'aes-256-gcm';
/** GCM's own sizes. */
const ivBytes = 12;
const tagBytes = 16;

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Seals with AES-256-GCM as `v1.<key id>.<iv>.<ciphertext and tag>`, base64url. The first of `secrets` seals; the others
 * still open what they sealed, so that a key can be replaced. A secret is any text of 32 characters or more.
 */
export function createSealer(secrets: readonly [string, ...string[]]): Sealer {
  const [first, ...rest] = secrets;
  const current = keyOf(first);
  const keys = new Map([current, ...rest.map(keyOf)].map((key) => [key.id, key]));
  return {
    seal(plain, purpose) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(cipherName, current.bytes, iv).setAAD(Buffer.from(purpose));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return ['v1', current.id, iv.toString('base64url'), text.toString('base64url')].join('.');
    },
    open(sealed, purpose) {
      const [version, id = '', iv = '', text = ''] = sealed.split('.');
      const key = keys.get(id);
      if (version !== 'v1' || key === undefined) {
        throw new Failure(
          'internal',
          `a ${purpose} was encrypted with a key that is not configured; add it to auth.keys`,
        );
      }
      const bytes = Buffer.from(text, 'base64url');
      try {
        const decipher = createDecipheriv(cipherName, key.bytes, Buffer.from(iv, 'base64url'), {
          authTagLength: tagBytes,
        })
          .setAAD(Buffer.from(purpose))
          .setAuthTag(bytes.subarray(-tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new Failure('internal', `a ${purpose} in the database was changed from outside; enter it again`, {
          cause,
        });
      }
    },
    isOutdated: (sealed) => sealed.split('.')[1] !== current.id,
  };
}

/** Key and name come from the secret by HKDF, so that the name tells nothing about the key. */
function keyOf(secret: string): Key {
  const derive = (info: string, length: number) => Buffer.from(hkdfSync('sha256', secret, 'damselfly', info, length));
  return { id: derive('id', 6).toString('base64url'), bytes: derive('seal', 32) };
}
