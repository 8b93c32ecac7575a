import { isIPv4, isIPv6 } from 'node:net';
import type { TaskId } from '../ids.ts';
import { siphash24 } from './siphash.ts';

/** Where a scheduler listens. `ip` is a literal for the ring to agree with other peers. */
export interface SchedulerAddress {
  readonly ip: string;
  readonly port: number;
}

/**
 * The order in which to ask schedulers for a task: the one all peers of the task agree on first, then round the ring.
 * One point a scheduler, keyed by the hash of its socket address; the task's point is that of its id's first five
 * characters. Equal to Dragonfly's Rust client.
 */
export function schedulersFor<Scheduler extends SchedulerAddress>(
  task: TaskId,
  schedulers: readonly Scheduler[],
): Scheduler[] {
  const ring = schedulers
    .map((scheduler) => ({ scheduler, point: addressPoint(scheduler) }))
    .sort((a, b) => (a.point < b.point ? -1 : a.point > b.point ? 1 : 0));
  const wanted = siphash24(Buffer.concat([Buffer.from(task.slice(0, 5)), Buffer.from([0xff])]));
  const first = Math.max(
    0,
    ring.findIndex(({ point }) => point >= wanted),
  );
  return [...ring.slice(first), ...ring.slice(0, first)].map(({ scheduler }) => scheduler);
}

/** The hash of a Rust `SocketAddr`; an address that is no IP literal is hashed as text, which only our own peers do. */
export function addressPoint({ ip, port }: SchedulerAddress): bigint {
  if (isIPv4(ip)) {
    const bytes = Buffer.alloc(14);
    ip.split('.').forEach((octet, at) => {
      bytes[8 + at] = Number(octet);
    });
    bytes.writeUInt16LE(port, 12);
    return siphash24(bytes);
  }
  if (isIPv6(ip)) {
    const bytes = Buffer.alloc(34);
    bytes.writeBigUInt64LE(1n, 0);
    Buffer.from(ipv6Octets(ip)).copy(bytes, 8);
    bytes.writeUInt16LE(port, 24);
    return siphash24(bytes);
  }
  return siphash24(Buffer.from(`${ip}:${port}\xff`, 'latin1'));
}

function ipv6Octets(ip: string): number[] {
  const [head = '', tail] = new URL(`http://[${ip}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined) => (text ? text.split(':').map((group) => Number.parseInt(group, 16)) : []);
  const [front, back] = [groups(head), groups(tail)];
  const all = [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back];
  return all.flatMap((group) => [group >> 8, group & 0xff]);
}
