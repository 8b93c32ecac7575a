'use client';
import type { TaskState } from '@damselfly/core';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { StatePill, type StateTone } from '../../ui/state-pill.tsx';
import { taskMessages } from './messages.ts';

const tones: Readonly<Record<TaskState, StateTone>> = {
  pending: 'waiting',
  running: 'downloading',
  succeeded: 'done',
  failed: 'failed',
};

/** The state in a word that people use. */
export function TaskStatePill({ state }: { readonly state: TaskState }) {
  const t = useMessages(taskMessages);
  return <StatePill tone={tones[state]} label={t.state[state]} />;
}
