'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { callFailure } from './call-failure.ts';
import { useFailureText } from './failure-text.ts';
import { connectionMessages } from './messages.ts';

interface LoadProblemProps {
  /** What could not be read: "the tasks". */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly className?: string;
}

/** A read that failed: what, why, and a way to try again. */
export function LoadProblem({ what, error, onRetry, className = '' }: LoadProblemProps) {
  const t = useMessages(connectionMessages);
  const textOf = useFailureText();
  const { code } = callFailure(error);
  const final = code === 'forbidden' || code === 'notFound' || code === 'invalid';
  return (
    <Problem
      title={code === 'forbidden' ? t.mayNotSee(what) : t.couldNotLoad(what)}
      className={className}
      action={
        !final && (
          <Button size="sm" onClick={onRetry}>
            {t.tryAgain}
          </Button>
        )
      }
    >
      {textOf(error)}
    </Problem>
  );
}
