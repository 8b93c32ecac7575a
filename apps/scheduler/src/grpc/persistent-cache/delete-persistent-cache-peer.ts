import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, peerOf, refOf } from '../persistent/ids.ts';

/** Deletes one copy of a persistent cache task; another host gets it instead. */
export const deletePersistentCachePeer =
  ({ replicas }: { replicas: Replicas }): UnaryHandler<scheduler.DeletePersistentCachePeerRequest, Empty> =>
  async (request) => {
    hostOf(request);
    await replicas.deletePeer(refOf('persistentCache', request), peerOf(request));
    return {};
  };
