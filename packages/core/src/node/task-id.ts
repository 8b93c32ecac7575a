import { createHash } from 'node:crypto';
import { type TaskId, taskId } from '../ids.ts';
import { normaliseTaskUrl } from '../task-url.ts';

/** What names a standard task. Absent and empty parts add nothing. */
export interface TaskIdentity {
  readonly url: string;
  readonly filteredQueryParams: readonly string[];
  readonly tag?: string | undefined;
  readonly application?: string | undefined;
  readonly revision?: string | undefined;
  /** Only when the user chose one; bytes. */
  readonly pieceLength?: number | undefined;
  /** When set it alone names the task. */
  readonly content?: string | undefined;
  /** Name an OCI blob by its own digest, whatever registry it comes from. */
  readonly blobDigest?: boolean | undefined;
}

const sha256 = (text: string) => taskId(createHash('sha256').update(text).digest('hex'));

/** The id Dragonfly's Rust client computes: SHA-256 over the plain concatenation of the parts. */
export function standardTaskId(identity: TaskIdentity): TaskId {
  if (identity.content) return sha256(identity.content);
  const blob = identity.blobDigest ? blobSha256(identity.url) : undefined;
  if (blob !== undefined) return taskId(blob);
  const { url, filteredQueryParams, tag = '', application = '', revision = '', pieceLength } = identity;
  return sha256(
    [normaliseTaskUrl(url, filteredQueryParams), tag, application, revision, pieceLength ?? '', 'STANDARD'].join(''),
  );
}

/** The hex of an OCI blob URL's sha256; other algorithms do not fit the 64 characters of a task id. */
function blobSha256(url: string): string | undefined {
  return /^.+:\/\/.+\/v2\/.+\/blobs\/sha256:([0-9a-f]{64})(?:\?.*)?$/.exec(url)?.[1];
}
