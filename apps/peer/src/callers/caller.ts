/** A program on this machine that called, by the user it runs as. */
export interface Caller {
  readonly uid: number;
  readonly gid: number;
}

const pattern = /^uid=(\d+) gid=(\d+)$/;

/** A caller as a server hands its name on. */
export const callerName = ({ uid, gid }: Caller): string => `uid=${uid} gid=${gid}`;

/** The caller behind such a name; undefined for a name of another form, as over TCP. */
export function callerNamed(name: string): Caller | undefined {
  const [, uid, gid] = pattern.exec(name) ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
