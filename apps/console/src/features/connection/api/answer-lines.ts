import { decodeValue } from '../../../wire/wire-value.ts';
import { ApiError, isRecord } from './api-error.ts';

/** Where a part that comes later belongs: under a key, or in place of the whole (`null`). */
type Part = readonly [key: string | number | null, kind: number, chunk: number];
/** A value, and the parts of it that come later. */
type Encoded = readonly [value: readonly unknown[], ...parts: Part[]];

interface Awaited {
  resolve(value: unknown): void;
  reject(error: ApiError): void;
}

/**
 * Puts the answers of a batch together from its lines. The first line holds each call's answer as far as it is known;
 * each later one a part that was open: `[chunk, 0 (there) or 1 (failed), value]`.
 */
export class AnswerLines {
  readonly #calls: readonly Awaited[];
  readonly #open = new Map<number, Awaited>();
  #begun = false;

  constructor(calls: readonly Awaited[]) {
    this.#calls = calls;
  }

  /** Takes one line. Throws `ApiError` when it is not of this form. */
  take(line: string): void {
    const value = parsed(line);
    if (this.#begun) this.#takeChunk(value);
    else this.#takeHead(value);
  }

  /** Fails what has no answer yet. Calls hear of an open part's failure through it; those that have all parts hear those. */
  end(error: ApiError): void {
    for (const missing of this.#begun ? this.#open.values() : this.#calls) missing.reject(error);
  }

  #takeHead(head: unknown): void {
    // The batch as a whole was refused.
    if (isRecord(head) && 'error' in head) throw ApiError.told(head.error);
    if (!isRecord(head)) throw new ApiError('The answer has no beginning.');
    this.#begun = true;
    for (const [index, call] of this.#calls.entries()) this.#whole(head[index]).then(outcome(call), call.reject);
  }

  #takeChunk(line: unknown): void {
    const [chunk, status, value] = Array.isArray(line) ? line : [];
    const open = this.#open.get(chunk);
    if (open === undefined) throw new ApiError('The answer holds a part that nothing waits for.');
    this.#open.delete(chunk);
    if (status === 0) open.resolve(this.#whole(value));
    else open.reject(ApiError.told(value));
  }

  /** Registers what is open before it returns, as the next line may bring it. */
  #whole(encoded: unknown): Promise<unknown> {
    if (!isEncoded(encoded)) return Promise.reject(new ApiError('The answer has a part that cannot be read.'));
    const [[value], ...parts] = encoded;
    const whole = { value };
    const filled = parts.map(async ([key, , chunk]) => {
      const part = await new Promise((resolve, reject) => this.#open.set(chunk, { resolve, reject }));
      if (key === null) whole.value = part;
      else if (isRecord(value) || Array.isArray(value)) Object.assign(value, { [key]: part });
    });
    return Promise.all(filled).then(() => whole.value);
  }
}

/** Hands a call its `{ result: { data } }` or `{ error }`. */
const outcome =
  ({ resolve, reject }: Awaited) =>
  (answer: unknown): void => {
    if (isRecord(answer) && isRecord(answer.result)) resolve(answer.result.data);
    else reject(ApiError.told(isRecord(answer) ? answer.error : undefined));
  };

const isEncoded = (value: unknown): value is Encoded =>
  Array.isArray(value) &&
  Array.isArray(value[0]) &&
  value.slice(1).every((part) => Array.isArray(part) && part.length === 3);

function parsed(line: string): unknown {
  try {
    return decodeValue(JSON.parse(line));
  } catch (cause) {
    throw new ApiError('The answer cannot be read.', { cause });
  }
}
