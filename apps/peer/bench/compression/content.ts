import { createHash, randomFillSync } from 'node:crypto';

/** A log as services write it: every line like the others, and none the same. Shrinks to about an eighth. */
export function logContent(lengthBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(lengthBytes);
  for (let at = 0, n = 0; at < lengthBytes; n += 1) {
    const id = createHash('md5').update(`${n}`).digest('hex').slice(0, 8);
    const line = `{"time":${1_700_000_000_000 + n * 13},"level":"info","msg":"request served","ms":${(n * 7919) % 997},"path":"/v2/library/${id}/blobs"}\n`;
    at += bytes.write(line, at, 'latin1');
  }
  return bytes;
}

/** What is compressed already looks like noise. */
export const noiseContent = (lengthBytes: number): Buffer => randomFillSync(Buffer.allocUnsafe(lengthBytes));
