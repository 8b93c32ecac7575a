/** Who changed something. */
export interface Author {
  readonly userId: number | null;
  readonly name: string;
}

/** What some configuration looked like after a change. */
export interface Revision {
  /** From 1 on, without holes. */
  readonly revision: number;
  /** Absent when it was deleted. */
  readonly value: unknown;
  readonly comment: string;
  readonly author: Author;
  readonly at: Date;
}

/** Why a change is made, and what it is a change to. */
export interface Revising {
  readonly author: Author;
  readonly comment: string;
  /** The revision the author looked at; the change is refused when there is a newer one. */
  readonly expectedRevision?: number | undefined;
}
