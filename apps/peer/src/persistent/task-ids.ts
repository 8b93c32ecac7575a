import { createHash, type Hash } from 'node:crypto';
import { normaliseTaskUrl, type TaskId, taskId } from '@damselfly/core';
import type { TaskIdentity } from '@damselfly/core/node';

/** What names a persistent task: an object at one store. Absent parts add nothing. */
export interface PersistentIdentity {
  readonly url: string;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** The id Dragonfly's Rust client computes for an object. */
export function persistentTaskId({ url, region = '', endpoint = '' }: PersistentIdentity): TaskId {
  return digestOf(
    createHash('sha256')
      .update(url + region + endpoint)
      .update('PERSISTENT'),
  );
}

/** What names a persistent cache task besides its bytes. */
export interface PersistentCacheIdentity {
  readonly tag?: string | undefined;
  readonly application?: string | undefined;
  /** Only when the user chose one; bytes. */
  readonly pieceLength?: number | undefined;
}

/** The id Dragonfly's Rust client computes for a file; `content` has taken in all of its bytes, and is left as it is. */
export function persistentCacheTaskId(content: Hash, identity: PersistentCacheIdentity): TaskId {
  const { tag = '', application = '', pieceLength } = identity;
  return digestOf(content.copy().update(`${tag}${application}${pieceLength ?? ''}PERSISTENT_CACHE`));
}

/** The id of a cache task: made like a standard one's, so that both can be here for one URL. */
export function cacheTaskId(identity: TaskIdentity): TaskId {
  if (identity.content) return namedTaskId(identity.content);
  const { url, filteredQueryParams, tag = '', application = '', revision = '', pieceLength } = identity;
  const named = normaliseTaskUrl(url, filteredQueryParams);
  return digestOf(
    createHash('sha256').update([named, tag, application, revision, pieceLength ?? '', 'CACHE'].join('')),
  );
}

/** The id of a task that the user names by a text. */
export const namedTaskId = (text: string): TaskId => digestOf(createHash('sha256').update(text));

const digestOf = (hash: Hash): TaskId => taskId(hash.digest('hex'));
