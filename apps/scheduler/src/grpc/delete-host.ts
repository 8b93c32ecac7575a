import { Failure, hostId } from '@damselfly/core';
import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Engine } from '../shell/engine.ts';
import { checkId } from './validate.ts';

/** Forgets a host and its peers. */
export const deleteHost =
  ({ engine }: { engine: Engine }): UnaryHandler<scheduler.DeleteHostRequest, Empty> =>
  async (request) => {
    const host = hostId(checkId(request.hostId, 'host_id'));
    if (!engine.cluster.hosts.has(host)) throw new Failure('notFound', `host ${host} is unknown`);
    engine.submit({ kind: 'hostLeft', host });
    return {};
  };
