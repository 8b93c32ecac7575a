/** What is known of a system when somebody sees it first. */
export interface Newborn {
  readonly activeSchedulers: number;
  readonly seedPeers: number;
  readonly peers: number;
}

export type Missing = 'scheduler' | 'seed' | 'peer';

/** What has to run before a pull goes from peer to peer, in the order to start it. */
export const missingOf = ({ activeSchedulers, seedPeers, peers }: Newborn): readonly Missing[] => [
  ...(activeSchedulers === 0 ? (['scheduler'] as const) : []),
  ...(seedPeers === 0 ? (['seed'] as const) : []),
  ...(peers === 0 ? (['peer'] as const) : []),
];

export type StepState = 'done' | 'now' | 'later';

/** How far one is: the system runs, the pull is asked for, and it is seen. `undefined`: nothing is known yet. */
export function stepsOf(newborn: Newborn | undefined, asked: boolean): readonly [StepState, StepState, StepState] {
  if (newborn === undefined || missingOf(newborn).length > 0) return ['now', 'later', 'later'];
  return asked ? ['done', 'done', 'now'] : ['done', 'now', 'later'];
}
