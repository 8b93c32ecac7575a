import { hostId } from '@damselfly/core';
import type { HostProfile } from '../core/host.ts';
import { Link } from './network.ts';
import type { PlannedHost } from './plan.ts';
import type { VirtualPeer } from './virtual-peer.ts';

const announceIntervalMs = 300_000;

/** A machine of the simulation: its wires, and its downloads that share them. */
export class VirtualHost {
  readonly planned: PlannedHost;
  readonly profile: HostProfile;
  readonly up: Link;
  readonly down: Link;
  readonly peers: VirtualPeer[] = [];
  announced = false;
  gone = false;

  constructor(planned: PlannedHost) {
    const { name, kind, idc, location } = planned;
    this.planned = planned;
    this.up = new Link(planned.up);
    this.down = new Link(planned.down);
    this.profile = {
      ...{ id: hostId(name), kind, hostname: name, ip: '10.0.0.1', port: 4000, downloadPort: 4000, idc, location },
      ...{
        disableShared: false,
        followsUnasked: true,
        maxTxBps: Math.round(planned.announcedUp * 8000),
        announceIntervalMs,
      },
    };
  }
}
