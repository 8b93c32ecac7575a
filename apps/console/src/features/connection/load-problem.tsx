'use client';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { callFailure } from './call-failure.ts';

interface LoadProblemProps {
  /** What could not be read: "the tasks". */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly className?: string;
}

/** A read that failed: what, why, and a way to try again. */
export function LoadProblem({ what, error, onRetry, className = '' }: LoadProblemProps) {
  const { code, message } = callFailure(error);
  const final = code === 'forbidden' || code === 'notFound' || code === 'invalid';
  return (
    <Problem
      title={code === 'forbidden' ? `You may not see ${what}` : `Could not load ${what}`}
      className={className}
      action={
        !final && (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {message}
    </Problem>
  );
}
