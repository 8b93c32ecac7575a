import { common, type scheduler, type UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import type { HostBook } from '../host-book.ts';
import { copyPart, persistentTaskMessage } from './encode.ts';

import { hostOf, peerOf, refOf } from './ids.ts';

/** One copy of a persistent task, with its host. */
export const statPersistentPeer =
  ({
    replicas,
    hosts,
  }: {
    replicas: Replicas;
    hosts: HostBook;
  }): UnaryHandler<scheduler.StatPersistentPeerRequest, common.PersistentPeer> =>
  async (request) => {
    hostOf(request);
    const { copy, view } = await replicas.statPeer(refOf('persistent', request), peerOf(request));
    return common.PersistentPeer.fromPartial({ ...copyPart(copy, hosts), task: persistentTaskMessage(view) });
  };
