import type { Socket } from 'node:net';
import { Failure } from '@damselfly/core';
import koffi from 'koffi';
import type { Caller } from './caller.ts';

const solSocket = 1;
const soPeercred = 17;
const ucredBytes = 12;

/** Asks the system who is at the other end of a unix socket. Throws `unavailable` when it does not say. */
export type PeerCredentials = (socket: Socket) => Caller;

/** Node has no call for this: the C library is asked directly. */
export function peerCredentials(): PeerCredentials {
  const libc = koffi.load(null);
  if (process.platform === 'linux') {
    const getsockopt = libc.func('int getsockopt(int, int, int, _Out_ uint8_t *, _Inout_ uint32_t *)');
    return (socket) => {
      // pid, uid and gid, 32 bits each, in the order of the machine.
      const credentials = Buffer.alloc(ucredBytes);
      const length = [ucredBytes];
      const failed = getsockopt(descriptorOf(socket), solSocket, soPeercred, credentials, length) as number;
      if (failed !== 0 || length[0] !== ucredBytes) throw unknown();
      const [, uid = 0, gid = 0] = new Uint32Array(credentials.buffer, credentials.byteOffset, 3);
      return { uid, gid };
    };
  }
  const getpeereid = libc.func('int getpeereid(int, _Out_ uint32_t *, _Out_ uint32_t *)');
  return (socket) => {
    const [uid, gid]: [number[], number[]] = [[0], [0]];
    if (getpeereid(descriptorOf(socket), uid, gid) !== 0) throw unknown();
    return { uid: uid[0] ?? 0, gid: gid[0] ?? 0 };
  };
}

function descriptorOf(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, '_handle');
  const fd: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  if (typeof fd === 'number' && fd >= 0) return fd;
  throw unknown();
}

const unknown = () => new Failure('unavailable', 'the system does not say who calls');
