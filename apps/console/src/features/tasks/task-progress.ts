import type { Task } from './task.ts';

export interface TaskProgress {
  readonly peers: number;
  readonly donePeers: number;
  readonly failedPeers: number;
  /** Peers that still move. */
  readonly openPeers: number;
  /** 0 to 1 over all peers; absent while the length is unknown. */
  readonly share: number | undefined;
  /** 0 to 1: how much of what peers got came from other peers; absent before the first byte. */
  readonly fromPeersShare: number | undefined;
}

/** How far all peers of a task are together. */
export function taskProgress({ peersByState, facts, bytesFromSource, bytesFromPeers }: Task): TaskProgress {
  const { waiting, downloading, backToSource, succeeded, failed } = peersByState;
  const openPeers = waiting + downloading + backToSource;
  const peers = openPeers + succeeded + failed;
  const received = bytesFromSource + bytesFromPeers;
  return {
    peers,
    donePeers: succeeded,
    failedPeers: failed,
    openPeers,
    share: shareOf({ peers, openPeers, failed, received, length: facts.contentLength }),
    fromPeersShare: received === 0 ? undefined : bytesFromPeers / received,
  };
}

interface Parts {
  readonly peers: number;
  readonly openPeers: number;
  readonly failed: number;
  readonly received: number;
  readonly length: number | undefined;
}

function shareOf({ peers, openPeers, failed, received, length }: Parts): number | undefined {
  if (peers > 0 && openPeers === 0 && failed === 0) return 1;
  if (length === undefined || peers === 0) return undefined;
  // Peers that left took their place in the sum with them, but not their bytes.
  return length === 0 ? 1 : Math.min(1, received / (length * peers));
}
