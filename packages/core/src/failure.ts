/**
 * The one table of failures: how each code looks on every surface.
 * Numbers: gRPC status codes; HTTP status codes; tRPC error keys; sysexits(3) for command-line tools.
 */
const surfaces = {
  invalid: { grpc: 3, http: 400, trpc: 'BAD_REQUEST', exit: 64, retry: false },
  unauthenticated: { grpc: 16, http: 401, trpc: 'UNAUTHORIZED', exit: 77, retry: false },
  forbidden: { grpc: 7, http: 403, trpc: 'FORBIDDEN', exit: 77, retry: false },
  notFound: { grpc: 5, http: 404, trpc: 'NOT_FOUND', exit: 66, retry: false },
  conflict: { grpc: 6, http: 409, trpc: 'CONFLICT', exit: 73, retry: false },
  precondition: { grpc: 9, http: 412, trpc: 'PRECONDITION_FAILED', exit: 75, retry: false },
  aborted: { grpc: 10, http: 409, trpc: 'CONFLICT', exit: 75, retry: true },
  exhausted: { grpc: 8, http: 429, trpc: 'TOO_MANY_REQUESTS', exit: 75, retry: true },
  corrupt: { grpc: 15, http: 502, trpc: 'INTERNAL_SERVER_ERROR', exit: 65, retry: true },
  origin: { grpc: 13, http: 502, trpc: 'INTERNAL_SERVER_ERROR', exit: 69, retry: false },
  unavailable: { grpc: 14, http: 503, trpc: 'SERVICE_UNAVAILABLE', exit: 69, retry: true },
  timeout: { grpc: 4, http: 504, trpc: 'TIMEOUT', exit: 75, retry: true },
  cancelled: { grpc: 1, http: 499, trpc: 'CLIENT_CLOSED_REQUEST', exit: 130, retry: false },
  storage: { grpc: 13, http: 507, trpc: 'INTERNAL_SERVER_ERROR', exit: 74, retry: false },
  unimplemented: { grpc: 12, http: 501, trpc: 'METHOD_NOT_SUPPORTED', exit: 69, retry: false },
  internal: { grpc: 13, http: 500, trpc: 'INTERNAL_SERVER_ERROR', exit: 70, retry: false },
} as const;

export type FailureCode = keyof typeof surfaces;
export type FailureSurface = (typeof surfaces)[FailureCode];

/** What an origin answered, kept whole so that a user reads the real cause. */
export interface OriginAnswer {
  readonly statusCode: number;
  readonly header: Readonly<Record<string, string>>;
}

export interface FailureOptions {
  readonly cause?: unknown;
  /** The origin's answer; only with code `origin`. */
  readonly origin?: OriginAnswer;
}

/** An error thrown on purpose. Its message is public: it says the cause and, where there is one, the remedy. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly origin: OriginAnswer | undefined;

  constructor(code: FailureCode, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.origin = options.origin;
  }

  /** The code's row of the table. */
  get surface(): FailureSurface {
    return surfaces[this.code];
  }

  /** Anything not thrown on purpose is `internal`; its own text stays in `cause`, for the log. */
  static from(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    if (isAbort(thrown)) return new Failure('cancelled', 'cancelled', { cause: thrown });
    return new Failure('internal', 'internal error', { cause: thrown });
  }
}

/** True for the error an aborted wait rejects with. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'AbortError' || ('code' in thrown && thrown.code === 'ABORT_ERR'));
}

/** True when `value` is one of the table's codes; for codes that cross a process or bundle border as text. */
export function isFailureCode(value: unknown): value is FailureCode {
  return typeof value === 'string' && Object.hasOwn(surfaces, value);
}

const byGrpc = new Map<number, FailureCode>([
  [1, 'cancelled'],
  [2, 'internal'],
  [3, 'invalid'],
  [4, 'timeout'],
  [5, 'notFound'],
  [6, 'conflict'],
  [7, 'forbidden'],
  [8, 'exhausted'],
  [9, 'precondition'],
  [10, 'aborted'],
  [11, 'invalid'],
  [12, 'unimplemented'],
  [13, 'internal'],
  [14, 'unavailable'],
  [15, 'corrupt'],
  [16, 'unauthenticated'],
]);

/** The failure a gRPC status stands for; an unknown status is `internal`. */
export function failureFromGrpc(status: number, message: string, options?: FailureOptions): Failure {
  return new Failure(byGrpc.get(status) ?? 'internal', message, options);
}
