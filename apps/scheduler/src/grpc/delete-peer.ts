import { peerId } from '@damselfly/core';
import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Engine } from '../shell/engine.ts';
import { checkId } from './validate.ts';

/** Forgets a peer; one that is unknown is as good as forgotten. */
export const deletePeer =
  ({ engine }: { engine: Engine }): UnaryHandler<scheduler.DeletePeerRequest, Empty> =>
  async (request) => {
    engine.submit({ kind: 'deletePeer', peer: peerId(checkId(request.peerId, 'peer_id')) });
    return {};
  };
