import type { TaskState } from '@damselfly/core';
import { StatePill, type StateTone } from '../../ui/state-pill.tsx';

interface Look {
  readonly tone: StateTone;
  readonly label: string;
}

const looks: Readonly<Record<TaskState, Look>> = {
  pending: { tone: 'waiting', label: 'Pending' },
  running: { tone: 'downloading', label: 'Running' },
  succeeded: { tone: 'done', label: 'Done' },
  failed: { tone: 'failed', label: 'Failed' },
};

/** The state in a word that people use. */
export const taskStateLabel = (state: TaskState): string => looks[state].label;

export function TaskStatePill({ state }: { readonly state: TaskState }) {
  return <StatePill {...looks[state]} />;
}
