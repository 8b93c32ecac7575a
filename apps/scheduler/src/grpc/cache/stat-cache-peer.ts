import type { common, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Engine } from '../../shell/engine.ts';
import type { HostBook } from '../host-book.ts';
import { statPeer } from '../stat-peer.ts';
import { cachePeer } from './cache-task.ts';

/** A cache peer with its task, its host and the pieces it has. */
export const statCachePeer = (deps: {
  engine: Engine;
  hosts: HostBook;
}): UnaryHandler<scheduler.StatCachePeerRequest, common.CachePeer> => {
  const stat = statPeer(deps);
  return async (request, context) => {
    cachePeer(deps.engine, request);
    return await stat(request, context);
  };
};
