'use client';
import { useMessages } from '../i18n/locale-provider.tsx';
import { CodeBlock } from './code-block.tsx';
import { Dialog, DialogContent } from './dialog.tsx';
import { uiMessages } from './messages.ts';
import type { Twin } from './twin.tsx';

const forms = ['dfctl', 'curl', 'yaml'] as const;

interface TwinDrawerProps {
  readonly action: string;
  readonly twin: Twin;
  readonly onClose: () => void;
}

/** How to do the same from a terminal. */
export function TwinDrawer({ action, twin, onClose }: TwinDrawerProps) {
  const t = useMessages(uiMessages).twin;
  return (
    <Dialog open onOpenChange={onClose}>
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
