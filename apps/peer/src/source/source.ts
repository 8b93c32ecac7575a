/** Bytes `[start, start + length)` of the content; `length` is at least 1. */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** What names content at its origin and how to ask for it. */
export interface SourceRequest {
  readonly url: string;
  /** Sent to the origin as given; names in any case. Credentials are not sent on to another host by a redirect. */
  readonly header: Readonly<Record<string, string>>;
  /** DER certificates trusted beside the system's, for this request only. */
  readonly certificates?: readonly Uint8Array[] | undefined;
  /** Read by sources of object stores, ignored by others. */
  readonly objectStorage?: ObjectStorage | undefined;
}

/** How to reach an object store; what is absent comes from the store's own defaults. */
export interface ObjectStorage {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly accessKeySecret?: string | undefined;
  readonly sessionToken?: string | undefined;
  readonly securityToken?: string | undefined;
  /** File with the key of a service account. */
  readonly credentialPath?: string | undefined;
  readonly predefinedAcl?: string | undefined;
  readonly insecureSkipVerify?: boolean | undefined;
}

/** Content to be written to its origin. */
export interface SourceWriteRequest extends SourceRequest {
  /** Bytes `chunks` yields. */
  readonly contentLength: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Tells two versions of one URL apart. Both absent: the origin does not say. */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export interface SourceStat {
  /** Bytes of the whole content; absent when the origin does not know before it has sent them. */
  readonly contentLength?: number | undefined;
  /** True when any part can be asked for by itself. */
  readonly acceptsRanges: boolean;
  /** The answer's headers, names in lower case. */
  readonly header: Readonly<Record<string, string>>;
  readonly validators: Validators;
  /** What the origin promises of the whole content, `sha256:<hex>`: LFS and hubs do. It is compared before the task is finished. */
  readonly digest?: string | undefined;
}

/** A part of the content the caller wants, and what it believes of the whole. */
export interface SourceReadRequest extends SourceRequest {
  /** Absent: everything. */
  readonly range?: ByteRange | undefined;
  /** A whole of another length is refused as `origin`. */
  readonly contentLength?: number | undefined;
  /** Another version than this is refused as `origin`; a member the origin leaves out is not compared. */
  readonly validators?: Validators | undefined;
}

/** A file or folder below another. */
export interface SourceEntry {
  /** Whole, like the URL of the folder that was listed; it begins with that URL. */
  readonly url: string;
  /** Bytes; absent for folders, and where the source does not say. */
  readonly contentLength?: number | undefined;
  readonly isFolder: boolean;
}

export interface SourceBody {
  /** Bytes `chunks` yields when nothing fails; absent when the origin does not say. */
  readonly length?: number | undefined;
  readonly header: Readonly<Record<string, string>>;
  /**
   * The bytes, once. Throws `unavailable` when it breaks off or fewer arrive than announced, `origin` when more do,
   * `cancelled` on abort.
   * Leaving the loop early closes the connection.
   */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Where content first comes from. A source never stores, verifies or limits.
 * What an origin refuses is `Failure('origin')` with its status and headers; an origin that cannot be reached is
 * `unavailable`; a URL that cannot be asked for is `invalid`.
 */
export interface Source {
  /** URL schemes it serves, without the colon. */
  readonly schemes: readonly string[];
  stat(request: SourceRequest, signal: AbortSignal): Promise<SourceStat>;
  read(request: SourceReadRequest, signal: AbortSignal): Promise<SourceBody>;
  /**
   * Writes an object; it is there, whole, when the promise is fulfilled, and as it was before when it rejects. Absent:
   * this source is read only.
   */
  put?(request: SourceWriteRequest, signal: AbortSignal): Promise<void>;
  /**
   * Everything below a folder, however deep, in any order; the URL ends with a slash. Leaving the loop early ends the
   * listing. Absent: this source knows no folders.
   */
  list?(request: SourceRequest, signal: AbortSignal): AsyncIterable<SourceEntry>;
  close(): Promise<void>;
}
