import { Failure, hostId } from '@damselfly/core';
import type { common, Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { HostProfile } from '../core/host.ts';
import type { Engine } from '../shell/engine.ts';
import { durationMs } from './decode-peer.ts';
import type { HostBook } from './host-book.ts';
import { checkHost, present } from './validate.ts';

export interface AnnounceHostDeps {
  readonly engine: Engine;
  readonly hosts: HostBook;
  /** A host is new or has changed. */
  readonly onHostAnnounced: (host: common.Host) => void;
}

/** Creates or refreshes a host. */
export const announceHost =
  ({ engine, hosts, onHostAnnounced }: AnnounceHostDeps): UnaryHandler<scheduler.AnnounceHostRequest, Empty> =>
  async (request) => {
    const host = present(request.host, 'host');
    checkHost(host);
    const id = hostId(host.id);
    const profile: HostProfile = {
      id,
      kind: host.type === 0 ? 'normal' : 'seed',
      hostname: host.hostname,
      ip: host.ip,
      port: host.port,
      downloadPort: host.downloadPort,
      idc: host.network?.idc ?? '',
      location: host.network?.location ?? '',
      disableShared: host.disableShared,
      maxTxBps: Number(host.network?.maxTxBandwidth ?? 0n),
      followsUnasked: host.build?.gitVersion.startsWith('damselfly') ?? false,
      announceIntervalMs: durationMs(request.interval),
    };
    engine.submit({ kind: 'hostAnnounced', profile });
    if (!engine.cluster.hosts.has(id)) {
      throw new Failure('exhausted', `this scheduler knows ${engine.cluster.hosts.size} hosts, its limit`);
    }
    hosts.note(id, host);
    onHostAnnounced(host);
    return {};
  };
