'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { useToast } from '../../ui/toast.tsx';
import { taskMessages } from './messages.ts';
import type { Task } from './task.ts';
import { taskHref } from './task-href.ts';

interface FirstTasks {
  readonly total: number;
  readonly items: readonly Pick<Task, 'id'>[];
}

/** Who saw the system empty is led to its first task as soon as there is one, to see it live. */
export function useFirstPull(tasks: FirstTasks | undefined): void {
  const t = useMessages(taskMessages).first;
  const router = useRouter();
  const toast = useToast();
  const empty = useRef(false);
  const first = tasks?.items[0]?.id;
  useEffect(() => {
    if (tasks?.total === 0) empty.current = true;
    if (first === undefined || !empty.current) return;
    empty.current = false;
    toast({ title: t.arrived, detail: t.arrivedWhy });
    router.push(taskHref(first));
  }, [tasks?.total, first, router, toast, t]);
}
