'use client';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';

interface PageErrorProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** A page that failed while it was drawn; the frame stays. */
export default function PageError({ error, reset }: PageErrorProps) {
  return (
    <Problem
      title="This page failed"
      action={
        <Button size="sm" onClick={reset}>
          Try again
        </Button>
      }
    >
      Nothing is lost: what you see is made anew from the console each time. If it fails again, the log of the console
      says more{error.digest !== undefined && ` (look for ${error.digest})`}.
    </Problem>
  );
}
