import type { scheduler, UnaryHandler } from '@damselfly/proto';
import type { Engine } from '../shell/engine.ts';
import type { HostBook } from './host-book.ts';

/** The known hosts as they announced themselves; `type` keeps those of one kind. */
export const listHosts =
  ({
    engine,
    hosts,
  }: {
    engine: Engine;
    hosts: HostBook;
  }): UnaryHandler<scheduler.ListHostsRequest, scheduler.ListHostsResponse> =>
  async ({ type }) => {
    const announced = [...engine.cluster.hosts.keys()].flatMap((id) => hosts.announced(id) ?? []);
    return { hosts: type === undefined ? announced : announced.filter((host) => host.type === type) };
  };
