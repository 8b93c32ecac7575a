import type { Replicas } from '../../persistent/replicas.ts';
import type { Transfers } from '../../persistent/transfers.ts';
import type { AnnouncePeerDeps } from '../announce-peer.ts';

/** What the RPCs of replicated tasks work with. */
export interface ReplicaDeps extends AnnouncePeerDeps {
  readonly replicas: Replicas;
  readonly transfers: Transfers;
  /** Trouble while noting that a peer was lost; nobody waits for it. */
  readonly onLostFailure: (error: unknown) => void;
}
