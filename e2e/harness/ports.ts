import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';

/** Serves on a free port of loopback. */
export async function listening(
  server: Server,
): Promise<{ readonly url: string; readonly port: number; close(): void }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A port of loopback that nobody has now, for a program that cannot choose one itself. */
export async function freePort(): Promise<number> {
  const { port, close } = await listening(createHttpServer());
  close();
  return port;
}
