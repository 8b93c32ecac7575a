import { connect, createServer } from 'node:net';
import { createClient, dfdaemon, handlers, serve, serverStreamCall } from '@damselfly/proto';
import type { TestPeer } from './peer.ts';

export interface Liar {
  readonly grpcPort: number;
  /** Pieces it spoilt. */
  readonly spoilt: number;
  close(): Promise<void>;
}

/** Stands in front of a peer, says what that says, and turns a bit of every piece on its way. */
export async function startLiar(honest: TestPeer): Promise<Liar> {
  let spoilt = 0;
  const server = createServer((child) => {
    const [host, port] = honest.piece.split(':');
    const behind = connect({ host: host ?? '', port: Number(port) });
    child.pipe(behind);
    let seen = 0;
    behind.on('data', (bytes: Buffer) => {
      if (seen < 100_000 && seen + bytes.length >= 100_000) {
        const at = 100_000 - seen - 1;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        spoilt += 1;
      }
      seen += bytes.length;
      child.write(bytes);
    });
    for (const [one, other] of [
      [child, behind],
      [behind, child],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const client = createClient(dfdaemon.DfdaemonUploadClient, { address: honest.grpc });
  const { serverStream } = handlers({ onInternalError: () => undefined });
  const syncPieces = serverStream(async function* (request: dfdaemon.SyncPiecesRequest, { signal }) {
    const truth = serverStreamCall(client.syncPieces.bind(client), request, { signal });
    for await (const piece of truth) yield { ...piece, tcpPort: port };
  });
  const service = { definition: dfdaemon.DfdaemonUploadService, implementation: { syncPieces } };
  const grpc = await serve({ listen: { host: '127.0.0.1', port: 0 }, services: [service] });
  return {
    grpcPort: grpc.port,
    get spoilt() {
      return spoilt;
    },
    close: async () => {
      server.close();
      client.close();
      await grpc.close(0);
    },
  };
}
