import type { CopyState, ReplicatedKind, TaskState } from './record.ts';

/** From where each event may lead, as Dragonfly's schedulers have it. */
const taskMoves = {
  upload: { from: ['Pending', 'Failed'], to: 'Uploading' },
  succeed: { from: ['Uploading'], to: 'Succeeded' },
  fail: { from: ['Uploading'], to: 'Failed' },
} as const satisfies Record<string, Move<TaskState>>;

// A copy may fail before it has started: otherwise a refused registration would leave it in between for ever.
const copyMoves = {
  upload: { from: ['Pending', 'Failed'], to: 'Uploading' },
  receiveEmpty: { from: ['Pending', 'Failed'], to: 'ReceivedEmpty' },
  receive: { from: ['Pending', 'Failed'], to: 'ReceivedNormal' },
  start: { from: ['ReceivedEmpty', 'ReceivedNormal'], to: 'Running' },
  succeed: { from: ['Uploading', 'Running'], to: 'Succeeded' },
  fail: { from: ['Uploading', 'Running', 'Pending', 'ReceivedEmpty', 'ReceivedNormal'], to: 'Failed' },
} as const satisfies Record<string, Move<CopyState>>;

/** A legal change of state. */
export interface Move<State> {
  readonly from: readonly State[];
  readonly to: State;
}

export const taskMove = (event: keyof typeof taskMoves): Move<TaskState> => taskMoves[event];
export const copyMove = (event: keyof typeof copyMoves): Move<CopyState> => copyMoves[event];

/** How errors name a task and a copy. */
export const taskNoun: Readonly<Record<ReplicatedKind, string>> = {
  persistent: 'persistent task',
  persistentCache: 'persistent cache task',
};
export const peerNoun: Readonly<Record<ReplicatedKind, string>> = {
  persistent: 'persistent peer',
  persistentCache: 'persistent cache peer',
};
