import { type Change, changesBetween } from './diff.ts';
import type { Revision } from './settings.ts';

/** A revision with what it changed of the one before; `changes` is absent where the one before is not known. */
export interface TracedRevision {
  readonly revision: Revision;
  readonly kind: 'first' | 'change' | 'deleted';
  readonly changes: readonly Change[] | undefined;
}

/** Revisions, newest first, each with its changes. The oldest of a list that is cut off has nothing to be compared with. */
export function traced(revisions: readonly Revision[]): readonly TracedRevision[] {
  return revisions.map((revision, index) => {
    if (revision.value === undefined || revision.value === null) return { revision, kind: 'deleted', changes: [] };
    if (revision.revision === 1) return { revision, kind: 'first', changes: changesBetween(undefined, revision.value) };
    const before = revisions[index + 1];
    return { revision, kind: 'change', changes: before && changesBetween(before.value, revision.value) };
  });
}
