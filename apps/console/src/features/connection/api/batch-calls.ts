import { encodeValue } from '../../../wire/wire-value.ts';
import { AnswerLines } from './answer-lines.ts';
import { ApiError } from './api-error.ts';

export type CallKind = 'query' | 'mutation';

interface Waiting {
  readonly path: string;
  readonly input: unknown;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The server answers at most so many calls in one request. */
const maxItems = 20;

/**
 * Calls of one moment in one request, as browsers allow six connections to a host. Each is answered as soon as the
 * console has it.
 */
export class BatchCalls {
  readonly #url: string;
  readonly #waiting: Record<CallKind, Waiting[]> = { query: [], mutation: [] };

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls a procedure. Rejects with `ApiError`, or with the signal's reason. */
  call(kind: CallKind, path: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      const queue = this.#waiting[kind];
      queue.push({ path, input, signal, resolve, reject });
      if (queue.length === 1) setTimeout(() => this.#flush(kind), 0);
    });
  }

  #flush(kind: CallKind): void {
    const calls = this.#waiting[kind].splice(0);
    for (let at = 0; at < calls.length; at += maxItems) void this.#send(kind, calls.slice(at, at + maxItems));
  }

  async #send(kind: CallKind, calls: readonly Waiting[]): Promise<void> {
    const lines = new AnswerLines(calls);
    const stop = new AbortController();
    stopWithAll(calls, stop);
    try {
      const response = await fetch(...this.#request(kind, calls, stop.signal));
      await readLines(response, (line) => lines.take(line));
      lines.end(new ApiError('The answer ended early.'));
    } catch (cause) {
      lines.end(cause instanceof ApiError ? cause : new ApiError('The console does not answer.', { cause }));
    }
  }

  #request(kind: CallKind, calls: readonly Waiting[], signal: AbortSignal): [url: string, init: RequestInit] {
    const inputs = JSON.stringify(Object.fromEntries(calls.map(({ input }, index) => [index, encodeValue(input)])));
    const url = `${this.#url}/${calls.map(({ path }) => path).join(',')}?batch=1`;
    const headers = { 'trpc-accept': 'application/jsonl', 'content-type': 'application/json' };
    return kind === 'query'
      ? [`${url}&input=${encodeURIComponent(inputs)}`, { headers, signal }]
      : [url, { method: 'POST', headers, body: inputs, signal }];
  }
}

/** Ends a request that nobody waits for any more. */
function stopWithAll(calls: readonly Waiting[], stop: AbortController): void {
  let left = calls.length;
  for (const { signal } of calls) {
    signal?.addEventListener(
      'abort',
      () => {
        left -= 1;
        if (left === 0) stop.abort();
      },
      { once: true },
    );
  }
}

async function readLines({ body }: Response, take: (line: string) => void): Promise<void> {
  if (body === null) return;
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line.trim() !== '') take(line);
    if (done) return;
  }
}
