'use client';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';

/** What a field's control needs, to be spread on it. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the value; takes the hint's place. */
  readonly error?: string | undefined;
  readonly children: (control: FieldControl) => ReactNode;
}

/** A label, its control, and one line of help or complaint tied to it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = error !== undefined || hint !== undefined;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': hasNote ? noteId : undefined })}
      {hasNote && (
        <p id={noteId} className={error === undefined ? 'text-muted text-xs' : 'flex gap-1.5 text-failed-text text-xs'}>
          {error !== undefined && <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />}
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
