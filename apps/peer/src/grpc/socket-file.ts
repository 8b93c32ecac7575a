import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { Failure } from '@damselfly/core';

const maxPathBytes = 107;

/** Makes room for a unix socket: its folder is there, and no dead socket stands in its place. `conflict` for a live one. */
export async function clearSocket(socketPath: string): Promise<void> {
  if (Buffer.byteLength(socketPath) > maxPathBytes) {
    const remedy = `a unix socket's path holds ${maxPathBytes} bytes at most; set download.server.socketPath to less`;
    throw new Failure('invalid', `${socketPath} is too long: ${remedy}`);
  }
  try {
    await mkdir(dirname(socketPath), { recursive: true });
  } catch (cause) {
    throw new Failure(
      'storage',
      `cannot make ${dirname(socketPath)}; run as a user who may, or set download.server.socketPath`,
      { cause },
    );
  }
  if (await answers(socketPath)) {
    throw new Failure('conflict', `another daemon listens on ${socketPath}; stop it or set download.server.socketPath`);
  }
  await rm(socketPath, { force: true });
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
