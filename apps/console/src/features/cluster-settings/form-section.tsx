import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';

interface FormSectionProps {
  readonly title: string;
  readonly note: string;
  readonly children: ReactNode;
}

/** A part of a long form: what it is about beside its fields. */
export function FormSection({ title, note, children }: FormSectionProps) {
  return (
    <Card aria-label={title} className="grid gap-x-10 gap-y-4 p-4 sm:p-5 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <header>
        <h2 className="font-semibold text-sm">{title}</h2>
        <p className="mt-1 text-pretty text-muted text-sm">{note}</p>
      </header>
      <div className="grid content-start gap-4 sm:grid-cols-2">{children}</div>
    </Card>
  );
}
