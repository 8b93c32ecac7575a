import { createServer, type Socket } from 'node:net';
import { Failure } from '@damselfly/core';
import type { Server, ServerCredentials } from '@grpc/grpc-js';

export interface SocketListen {
  readonly socketPath: string;
  readonly mode?: number;
  /** Names the program behind a connection; handlers read it as `peer`. */
  readonly describePeer: (socket: Socket) => string;
}

export interface SocketListener {
  close(): Promise<void>;
}

/**
 * Takes connections on a unix socket and hands them to a gRPC server, which alone could not tell who is behind them. The
 * socket has its mode from its first moment on.
 */
export async function listenOnSocket(
  server: Server,
  credentials: ServerCredentials,
  { socketPath, mode, describePeer }: SocketListen,
): Promise<SocketListener> {
  const injector = server.createConnectionInjector(credentials);
  const listener = createServer((socket) => {
    try {
      const name = describePeer(socket);
      // What gRPC takes for the peer's name; a unix socket has none of its own.
      Object.defineProperty(socket, 'remoteAddress', { value: name });
      injector.injectConnection(socket);
    } catch {
      // Nobody is served who cannot be told apart.
      socket.destroy();
    }
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', (cause) =>
      reject(new Failure('unavailable', `cannot listen on ${socketPath}: ${cause.message}`, { cause })),
    );
    const before = mode === undefined ? undefined : process.umask(0o777 & ~mode);
    listener.listen(socketPath, resolve);
    // The socket is made before listen returns.
    if (before !== undefined) process.umask(before);
  });
  return { close: () => new Promise((resolve) => listener.close(() => resolve())) };
}
