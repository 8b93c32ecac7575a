/** The page of a task. */
export const taskHref = (id: string): `/tasks/${string}` => `/tasks/${encodeURIComponent(id)}`;

/** The page that says why a peer's download was slow. */
export const pullHref = (id: string, peer: string): `/tasks/${string}` =>
  `${taskHref(id)}/pulls/${encodeURIComponent(peer)}`;

/** The page that says who holds a task. */
export const copiesHref = (id: string): `/tasks/${string}` => `${taskHref(id)}/copies`;
