import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Writes and waits while the reader is slow; returns when `chunk` may be reused. Throws when the reader is gone. */
export function writeOut(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (response.destroyed) {
      reject(new Error('the reader is gone'));
      return;
    }
    const gone = () => reject(new Error('the reader is gone'));
    response.once('close', gone);
    response.write(chunk, (error) => {
      response.off('close', gone);
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Ends the response and waits until all of it is handed to the system. */
export async function endOut(response: ServerResponse): Promise<void> {
  if (response.destroyed || response.writableFinished) return;
  const done = once(response, 'close');
  response.end();
  await done;
}
