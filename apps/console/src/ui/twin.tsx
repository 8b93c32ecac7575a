'use client';
import { SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Button } from './button.tsx';
import { CodeBlock } from './code-block.tsx';
import { Dialog, DialogContent, DialogTrigger } from './dialog.tsx';
import { uiMessages } from './messages.ts';

/** What a button does, in the forms that scripts use. A form that there is none of is absent. */
export interface Twin {
  readonly dfctl?: string;
  readonly curl?: string;
  readonly yaml?: string;
}

interface TwinButtonProps {
  /** What it does: `Create a preheat`. */
  readonly action: string;
  readonly twin: Twin;
}

const forms = ['dfctl', 'curl', 'yaml'] as const;

/** Opens the drawer that shows how to do the same from a terminal. */
export function TwinButton({ action, twin }: TwinButtonProps) {
  const t = useMessages(uiMessages).twin;
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger>
        <Button look="quiet" size="sm">
          <SquareTerminal aria-hidden />
          {t.button}
        </Button>
      </DialogTrigger>
      <DialogContent title={action} place="right">
        <div className="flex flex-col gap-5 px-5 pb-6">
          <p className="text-muted text-sm">{t.note}</p>
          {forms.map((form) => {
            const code = twin[form];
            if (code === undefined) return null;
            return (
              <section key={form}>
                <h3 className="mb-1.5 font-medium text-xs">{t[form]}</h3>
                <CodeBlock code={code} label={t[form]} />
              </section>
            );
          })}
        </div>
      </DialogContent>
    </Dialog>
  );
}
