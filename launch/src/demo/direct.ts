import { Failure } from '@damselfly/core';

/** Downloads a URL without any peer and throws the bytes away; `onDone` hears the bytes so far. */
export async function downloadDirectly(
  url: string,
  onDone: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const answer = await fetch(url, { signal });
  if (!answer.ok || answer.body === null) throw new Failure('origin', `the origin answered ${answer.status}`);
  let doneBytes = 0;
  for await (const chunk of answer.body) {
    doneBytes += chunk.byteLength;
    onDone(doneBytes);
  }
}
