'use client';
import { useMessages } from '../i18n/locale-provider.tsx';
import { cn } from './cn.ts';
import { CopyButton } from './copy-button.tsx';
import { uiMessages } from './messages.ts';

interface CodeBlockProps {
  readonly code: string;
  /** Names it: `dfctl`. */
  readonly label: string;
  readonly className?: string;
}

/** Text for machines, to be read and copied. */
export function CodeBlock({ code, label, className }: CodeBlockProps) {
  const t = useMessages(uiMessages);
  return (
    <div className={cn('relative rounded-md border border-line bg-band', className)}>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        className="overflow-x-auto rounded-md p-3 pr-11"
      >
        <pre className="font-mono text-xs leading-5">
          <code>{code}</code>
        </pre>
      </section>
      <CopyButton text={code} label={t.copy(label)} className="absolute top-1.5 right-1.5" />
    </div>
  );
}
