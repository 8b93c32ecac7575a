'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { uiMessages } from './messages.ts';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: "Copy task id". */
  readonly label: string;
  readonly className?: string;
}

type Outcome = 'idle' | 'copied' | 'refused';

/** Puts a text on the clipboard and says so. Browsers refuse on plain http from another machine; it says that too. */
export function CopyButton({ text, label, className }: CopyButtonProps) {
  const t = useMessages(uiMessages);
  const [outcome, setOutcome] = useState<Outcome>('idle');
  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const said = outcome === 'copied' ? t.copied : outcome === 'refused' ? t.copyByHand : '';
  return (
    <>
      <Button
        look="quiet"
        size="icon"
        aria-label={label}
        title={said === '' ? label : said}
        className={cn('size-7 pointer-coarse:size-10', className)}
        onClick={() => void copyText(text).then(setOutcome)}
      >
        {outcome === 'copied' ? <Check aria-hidden className="text-done" /> : <Copy aria-hidden />}
      </Button>
      <span role="status" className={outcome === 'refused' ? 'text-muted text-xs' : 'sr-only'}>
        {said}
      </span>
    </>
  );
}

async function copyText(text: string): Promise<Outcome> {
  // Absent outside a secure context, whatever the DOM types say.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard === undefined) return 'refused';
  try {
    await clipboard.writeText(text);
    return 'copied';
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') return 'refused';
    throw error;
  }
}
