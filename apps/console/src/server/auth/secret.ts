import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '@damselfly/core';

const minLength = 32;

/** A key that a file keeps, made on the first start, readable by its owner only. */
export async function keptSecret(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o750 });
  const fresh = randomBytes(48).toString('base64url');
  try {
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  await chmod(file, 0o600);
  const kept = (await readFile(file, 'utf8')).trim();
  if (kept.length < minLength) {
    throw new Failure(
      'precondition',
      `${file} holds less than ${minLength} characters; bring it back from a backup, or remove it and start again (what it encrypted is lost)`,
    );
  }
  return kept;
}
