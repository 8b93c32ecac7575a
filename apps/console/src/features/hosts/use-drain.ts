'use client';
import { useMutation } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { hostMessages } from './messages.ts';

/** Lets hosts drain, or ends it. A toast says how many did; ending a drain can be taken back by draining again. */
export function useDrain(onDone?: () => void) {
  const t = useMessages(hostMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const toast = useToast();
  const textOf = useFailureText();
  const done = useDone();
  return useMutation(
    trpc.hosts.drain.mutationOptions({
      onSuccess: ({ hosts, missing }, { draining }) => {
        onDone?.();
        const said = draining ? t.drained : t.undrained;
        return done({
          title: said(hosts.length, format.number(hosts.length)),
          ...(missing.length > 0 && { detail: t.notYours(missing.length) }),
        });
      },
      onError: (error) => toast({ title: t.notChanged, detail: textOf(error), tone: 'failed' }),
    }),
  );
}
