'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { appMessages } from '../messages.ts';

interface PageErrorProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** A page that failed while it was drawn; the frame stays. */
export default function PageError({ error, reset }: PageErrorProps) {
  const t = useMessages(appMessages).failed;
  return (
    <Problem
      title={t.title}
      action={
        <Button size="sm" onClick={reset}>
          {t.retry}
        </Button>
      }
    >
      {t.why} {error.digest !== undefined && t.lookFor(error.digest)}
    </Problem>
  );
}
