import type { Failure } from '@damselfly/core';
import type { Answer } from './exchange.ts';
import { unreachable, wrongAnswer } from './origin-failure.ts';

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
        if (!cut) throw wrongLength(answer, `more than the announced ${length} bytes arrived`);
        if (room > 0) yield chunk.subarray(0, room);
        return;
      }
      seen += chunk.length;
      yield chunk;
      if (cut && seen === length) return;
    }
  } catch (thrown) {
    const failure = unreachable(answer.url, thrown);
    if (failure.code !== 'unavailable') throw failure;
    throw wrongLength(answer, `it broke off after ${seen}${length === undefined ? '' : ` of ${length}`} bytes`);
  } finally {
    answer.body.destroy();
  }
  if (length !== undefined && seen < length) throw wrongLength(answer, `it ended after ${seen} of ${length} bytes`);
}

const wrongLength = (answer: Answer, what: string): Failure =>
  wrongAnswer(answer.url, what, answer.status, answer.header);
