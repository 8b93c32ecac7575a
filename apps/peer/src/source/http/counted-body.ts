import { Failure } from '@damselfly/core';
import type { Answer } from './exchange.ts';
import { shownUrl, unreachable, wrongAnswer } from './origin-failure.ts';

/** How many bytes a body must have, and whether it may have more that are not wanted. */
export interface BodyLimit {
  readonly length?: number | undefined;
  /** Stop after `length` instead of calling more an error: the origin sends from the start whatever was asked. */
  readonly cut?: boolean;
}

/** An answer's bytes; fails when fewer or more arrive than `limit` says. Ending early closes the connection. */
export async function* countedBody(answer: Answer, { length, cut = false }: BodyLimit): AsyncGenerator<Uint8Array> {
  let seen = 0;
  try {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      const room = length === undefined ? chunk.length : length - seen;
      if (chunk.length > room) {
        if (!cut) throw wrongAnswer(answer.url, `more than ${length} bytes arrived`, answer.status, answer.header);
        if (room > 0) yield chunk.subarray(0, room);
        return;
      }
      seen += chunk.length;
      yield chunk;
      if (cut && seen === length) return;
    }
  } catch (thrown) {
    const failure = unreachable(answer.url, thrown);
    throw failure.code === 'unavailable' ? brokeOff(answer, seen, length) : failure;
  } finally {
    answer.body.destroy();
  }
  if (length !== undefined && seen < length) throw brokeOff(answer, seen, length);
}

function brokeOff({ url, status }: Answer, seen: number, length: number | undefined): Failure {
  const of = length === undefined ? '' : ` of ${length}`;
  return new Failure(
    'unavailable',
    `the origin answered ${status} for ${shownUrl(url)}, and its answer broke off after ${seen}${of} bytes; try again`,
  );
}
