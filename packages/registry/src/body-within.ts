import { Failure } from '@damselfly/core';

/** Reads a whole body. `origin` once it is longer than `limitBytes`; leaving early closes the connection. */
export async function bodyWithin(body: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let lengthBytes = 0;
  for await (const chunk of body) {
    lengthBytes += chunk.length;
    if (lengthBytes > limitBytes) {
      throw new Failure('origin', `the registry sent more than ${limitBytes} bytes where less was expected`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, lengthBytes);
}
