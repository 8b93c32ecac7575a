import type { Lifecycle } from '@damselfly/core/node';
import { clientTls, serverTls, type Tls } from '@damselfly/proto';
import type { ChannelCredentials, ServerCredentials } from '@grpc/grpc-js';
import type { PeerConfig } from './config.ts';

/** How this peer shows who it is and whom it believes, by whom it speaks to. */
export interface PeerTls {
  /** For its own service for other hosts. */
  readonly server: ServerCredentials;
  readonly peers: ChannelCredentials;
  readonly manager: ChannelCredentials;
  readonly schedulers: ChannelCredentials;
}

/** Reads the certificates, and again while the peer runs. Throws `invalid` for files that cannot be used. */
export async function peerTls(
  { upload, manager, scheduler }: Pick<PeerConfig, 'upload' | 'manager' | 'scheduler'>,
  life: Pick<Lifecycle, 'onStop'>,
): Promise<PeerTls> {
  const owned = <C>(where: string, { credentials, close }: Tls<C>): C => {
    life.onStop(`certificates of ${where}`, close);
    return credentials;
  };
  const client = async (where: string, files: Parameters<typeof clientTls>[0], addr = '') =>
    owned(where, await clientTls(files, where, addr.startsWith('https://')));
  return {
    server: owned('upload.server', await serverTls(upload.server, 'upload.server')),
    peers: await client('upload.client', upload.client),
    manager: await client('manager', manager, manager.addr),
    schedulers: await client('scheduler', scheduler),
  };
}
