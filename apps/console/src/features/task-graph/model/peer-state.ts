import type { PeerState } from '@damselfly/core';

/** The states in the order of their column codes. */
export const peerStates = ['waiting', 'downloading', 'backToSource', 'succeeded', 'failed'] as const;

const codes: Readonly<Record<PeerState, number>> = {
  waiting: 0,
  downloading: 1,
  backToSource: 2,
  succeeded: 3,
  failed: 4,
};

export const stateCode = (state: PeerState): number => codes[state];
export const stateOfCode = (code: number): PeerState => peerStates[code] ?? 'waiting';

/** Bytes move into a peer only in these states. */
export const isActive = (state: PeerState): boolean => state === 'downloading' || state === 'backToSource';
