import type { TaskId } from '@damselfly/core';
import type { ByteRange, ObjectStorage } from '../source/source.ts';
import type { TaskKind } from '../transport/transport.ts';

/** What a caller wants of one task. */
export interface DownloadRequest {
  readonly task: TaskId;
  readonly url: string;
  /** Sent to the source. */
  readonly header: Readonly<Record<string, string>>;
  readonly application: string;
  readonly tag: string;
  /** 0 to 6; the scheduler's business. */
  readonly priority: number;
  readonly filteredQueryParams: readonly string[];
  /** `<algorithm>:<value>` of the whole content; compared before a download counts as finished. */
  readonly digest?: string | undefined;
  /** Absent: the whole content. */
  readonly range?: ByteRange | undefined;
  /** Chosen by the user; bytes. Absent: by the content's length. */
  readonly pieceLength?: number | undefined;
  readonly disableBackToSource: boolean;
  /** Asks the scheduler to be sent to the source: how a scheduler starts a seed. */
  readonly needBackToSource: boolean;
  /** DER certificates trusted for the source. */
  readonly certificates: readonly Uint8Array[];
  /** Pieces at once; the configured count when absent. */
  readonly concurrentPieceCount?: number | undefined;
  /** Goes on when nobody listens any more: others depend on it. */
  readonly detached: boolean;
  /** Nobody waits for it: fetched after all that somebody waits for, within the limit for prefetching. */
  readonly ahead?: boolean | undefined;
  /** The caller's encoded `common.v2.Download`: what is not read here still reaches a seed. */
  readonly wire?: Uint8Array | undefined;
  /** Absent means `standard`. */
  readonly kind?: TaskKind | undefined;
  /** Known before anybody is asked, as a scheduler knows the length of what was uploaded. */
  readonly lengths?: { readonly contentLength: number; readonly pieceLength: number } | undefined;
  /** The copy is to be kept from eviction; the scheduler is told so. */
  readonly pinned?: boolean | undefined;
  /** Lives this long, in milliseconds; the configured time when absent. */
  readonly ttlMs?: number | undefined;
  /** How to reach the object store behind the URL. */
  readonly objectStorage?: ObjectStorage | undefined;
}

/** What is known of the content once the source or the store has spoken. */
export interface ContentFacts {
  readonly contentLength: number;
  readonly pieceLength: number;
  readonly header: Readonly<Record<string, string>>;
}
