import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 600_000;

/** Joins a CONNECT request with the host it names; what flows is not looked at. The socket ends with the caller's. */
export function tunnel(authority: string, caller: Duplex, head: Buffer): Socket | undefined {
  const match = /^(?:\[([0-9a-f:]+)\]|([^:/\s]+)):(\d{1,5})$/i.exec(authority);
  const port = Number(match?.[3]);
  if (match === null || port < 1 || port > 65535) {
    caller.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    return undefined;
  }
  const origin = connect({ host: match[1] ?? match[2] ?? '', port, timeout: connectTimeoutMs });
  let joined = false;
  const fail = () => {
    if (!joined) caller.write('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    caller.destroy();
    origin.destroy();
  };
  origin.once('connect', () => {
    joined = true;
    origin.setTimeout(idleTimeoutMs);
    caller.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) origin.write(head);
    origin.pipe(caller);
    caller.pipe(origin);
  });
  origin.once('timeout', fail);
  origin.once('error', fail);
  origin.once('close', () => caller.destroy());
  caller.once('error', fail);
  caller.once('close', () => origin.destroy());
  return origin;
}
