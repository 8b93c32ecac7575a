'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type ToastMessage, useToast } from '../../ui/toast.tsx';

/** How a change ends: a toast says what happened, and what is in sight is read anew. */
export function useDone(): (message: ToastMessage) => Promise<void> {
  const queryClient = useQueryClient();
  const toast = useToast();
  return useCallback(
    (message) => {
      toast(message);
      return queryClient.invalidateQueries();
    },
    [queryClient, toast],
  );
}
