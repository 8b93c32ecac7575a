import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, peerOf, refOf } from './ids.ts';

/** Deletes one copy of a persistent task; another host gets it instead. */
export const deletePersistentPeer =
  ({ replicas }: { replicas: Replicas }): UnaryHandler<scheduler.DeletePersistentPeerRequest, Empty> =>
  async (request) => {
    hostOf(request);
    await replicas.deletePeer(refOf('persistent', request), peerOf(request));
    return {};
  };
