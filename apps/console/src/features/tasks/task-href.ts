/** The page of a task. */
export const taskHref = (id: string): `/tasks/${string}` => `/tasks/${encodeURIComponent(id)}`;
