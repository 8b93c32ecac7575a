/** What a call to the console's API throws when it fails. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** What the console told besides the sentence; absent when no answer came. */
  readonly data: Readonly<Record<string, unknown>> | undefined;

  constructor(message: string, options: ErrorOptions & { readonly data?: Readonly<Record<string, unknown>> } = {}) {
    super(message, options);
    this.data = options.data;
  }

  /** From the shape in which the console tells of a failure; of anything else, an answer that nobody understands. */
  static told(shape: unknown): ApiError {
    if (!isRecord(shape) || typeof shape.message !== 'string') return new ApiError('The answer cannot be read.');
    return new ApiError(shape.message, isRecord(shape.data) ? { data: shape.data } : {});
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
