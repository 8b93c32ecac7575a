import type { PeerState } from '@damselfly/core';

/** Which states step back; the same for graph and list. */
export interface StateFilter {
  readonly hidden: ReadonlySet<PeerState>;
  readonly toggle: (state: PeerState) => void;
  readonly clear: () => void;
}
