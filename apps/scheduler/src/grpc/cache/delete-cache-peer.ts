import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Engine } from '../../shell/engine.ts';
import { cachePeer } from './cache-task.ts';

/** Forgets a cache peer. */
export const deleteCachePeer =
  ({ engine }: { engine: Engine }): UnaryHandler<scheduler.DeleteCachePeerRequest, Empty> =>
  async (request) => {
    engine.submit({ kind: 'deletePeer', peer: cachePeer(engine, request).id });
    return {};
  };
