declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Lowercase hex SHA-256 that names a task everywhere: 64 ASCII characters. */
export type TaskId = Branded<string, 'TaskId'>;
/** `<ip>-<hostname>-<uuid>`, with `-seed` behind it on a seed peer: one download of one task on one host. */
export type PeerId = Branded<string, 'PeerId'>;
/** `<ip>-<hostname>`, with `-seed` behind it on a seed peer. */
export type HostId = Branded<string, 'HostId'>;

/** Marks text from the wire or the database as a task id. Any non-empty text is accepted: other clients choose their own. */
export const taskId = (text: string): TaskId => text as TaskId;
/** Marks text from the wire as a peer id. */
export const peerId = (text: string): PeerId => text as PeerId;
/** Marks text from the wire as a host id. */
export const hostId = (text: string): HostId => text as HostId;

/** The id of a host. `seed` hosts carry a suffix, so one machine can run both kinds. */
export function makeHostId(ip: string, hostname: string, seed: boolean): HostId {
  return hostId(`${ip}-${hostname}${seed ? '-seed' : ''}`);
}

/** The id of one download on a host; `unique` is a UUID v4. */
export function makePeerId(ip: string, hostname: string, unique: string, seed: boolean): PeerId {
  return peerId(`${ip}-${hostname}-${unique}${seed ? '-seed' : ''}`);
}
