import { common, type scheduler, type UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import type { HostBook } from '../host-book.ts';
import { copyPart } from '../persistent/encode.ts';
import { hostOf, peerOf, refOf } from '../persistent/ids.ts';
import { persistentCacheTaskMessage } from './encode.ts';

/** One copy of a persistent cache task, with its host. */
export const statPersistentCachePeer =
  ({
    replicas,
    hosts,
  }: {
    replicas: Replicas;
    hosts: HostBook;
  }): UnaryHandler<scheduler.StatPersistentCachePeerRequest, common.PersistentCachePeer> =>
  async (request) => {
    hostOf(request);
    const { copy, view } = await replicas.statPeer(refOf('persistentCache', request), peerOf(request));
    return common.PersistentCachePeer.fromPartial({ ...copyPart(copy, hosts), task: persistentCacheTaskMessage(view) });
  };
