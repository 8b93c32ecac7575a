'use client';
import type { TaskState } from '@damselfly/core';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** What the address says to look for. */
export interface TaskSearch {
  readonly search: string;
  readonly state: TaskState | 'all';
}

export const taskStates = ['running', 'pending', 'succeeded', 'failed'] as const satisfies readonly TaskState[];

const isTaskState = (text: string | null): text is TaskState => taskStates.some((state) => state === text);

/** The search of the task list; the address is where it lives, so that a link shares it. */
export function useTaskSearch(): { search: TaskSearch; change: (search: Partial<TaskSearch>) => void } {
  const params = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const wantedState = params.get('state');
  const search: TaskSearch = {
    search: params.get('q') ?? '',
    state: isTaskState(wantedState) ? wantedState : 'all',
  };
  const change = useCallback(
    (changed: Partial<TaskSearch>) => {
      const next = new URLSearchParams(params);
      if (changed.search !== undefined) setOrDrop(next, 'q', changed.search);
      if (changed.state !== undefined) setOrDrop(next, 'state', changed.state === 'all' ? '' : changed.state);
      const query = next.toString();
      router.replace(query === '' ? path : `${path}?${query}`, { scroll: false });
    },
    [params, router, path],
  );
  return { search, change };
}

function setOrDrop(params: URLSearchParams, name: string, value: string): void {
  if (value === '') params.delete(name);
  else params.set(name, value);
}
