import { Failure } from '@damselfly/core';
import type { common, dfdaemon } from '@damselfly/proto';

/** What a download tells while it runs: once what it is about, then each piece. */
export type DownloadStep =
  | {
      readonly kind: 'started';
      readonly task: string;
      /** Bytes asked for: of the range, or of everything. */
      readonly totalBytes: number;
      /** Where they begin in the content. */
      readonly rangeStart: number;
    }
  | {
      readonly kind: 'piece';
      /** In the content. */
      readonly offset: number;
      readonly bytes: number;
      /** Only where content was asked for. */
      readonly content: Uint8Array | undefined;
    };

/** Any daemon's answer to a download, whatever kind of task it is of. */
type Answer = {
  readonly taskId: string;
  readonly response?:
    | { readonly $case: 'downloadTaskStartedResponse'; readonly value: dfdaemon.DownloadTaskStartedResponse }
    | { readonly $case: 'downloadPersistentTaskStartedResponse'; readonly value: { readonly contentLength: bigint } }
    | {
        readonly $case: 'downloadPersistentCacheTaskStartedResponse';
        readonly value: { readonly contentLength: bigint };
      }
    | { readonly $case: 'downloadPieceFinishedResponse'; readonly value: { readonly piece?: common.Piece | undefined } }
    | undefined;
};

/** The answers as steps. Ends only when every byte was told of: a stream that ends earlier is `unavailable`. */
export async function* stepsOf(answers: AsyncIterable<Answer>): AsyncGenerator<DownloadStep, void> {
  let missing = Number.POSITIVE_INFINITY;
  for await (const { taskId, response } of answers) {
    switch (response?.$case) {
      case undefined:
        break;
      case 'downloadTaskStartedResponse':
      case 'downloadPersistentTaskStartedResponse':
      case 'downloadPersistentCacheTaskStartedResponse': {
        const range = 'range' in response.value ? response.value.range : undefined;
        missing = Number(range?.length ?? response.value.contentLength);
        yield { kind: 'started', task: taskId, totalBytes: missing, rangeStart: Number(range?.start ?? 0n) };
        break;
      }
      case 'downloadPieceFinishedResponse': {
        const { piece } = response.value;
        if (piece === undefined) break;
        missing -= Number(piece.length);
        yield { kind: 'piece', offset: Number(piece.offset), bytes: Number(piece.length), content: piece.content };
        break;
      }
      default:
        response satisfies never;
    }
  }
  if (missing > 0) {
    throw new Failure('unavailable', 'the daemon ended the download before all of it had arrived; try again');
  }
}

/** Room for pieces of a daemon that sends them in any order. */
const maxHeldBytes = 256 * 2 ** 20;

/** The bytes of the content from the first to the last. `exhausted` when more come early than can be held. */
export async function* inOrder(steps: AsyncIterable<DownloadStep>): AsyncGenerator<Uint8Array, void> {
  const early = new Map<number, Uint8Array>();
  let held = 0;
  let next = 0;
  for await (const step of steps) {
    if (step.kind === 'started') {
      next = step.rangeStart;
      continue;
    }
    if (step.content === undefined) throw new Failure('internal', 'the daemon sent a piece without its bytes');
    early.set(step.offset, step.content);
    held += step.bytes;
    for (let content = early.get(next); content !== undefined; content = early.get(next)) {
      early.delete(next);
      held -= content.length;
      next += content.length;
      if (content.length > 0) yield content;
    }
    if (held > maxHeldBytes) {
      throw new Failure('exhausted', 'this daemon sends pieces in any order; have it write a file instead');
    }
  }
}
