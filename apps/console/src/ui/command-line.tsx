'use client';
import { useMessages } from '../i18n/locale-provider.tsx';
import { cn } from './cn.ts';
import { CopyButton } from './copy-button.tsx';
import { uiMessages } from './messages.ts';

/** A command to paste into a terminal. It wraps rather than hides its end. */
export function CommandLine({ command, className }: { readonly command: string; readonly className?: string }) {
  const t = useMessages(uiMessages);
  return (
    <div
      className={cn(
        'flex min-w-0 max-w-full items-start gap-2 rounded-md border border-line bg-band py-1.5 pr-1.5 pl-3 text-left',
        className,
      )}
    >
      <code className="min-w-0 flex-1 py-1 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
        <span aria-hidden className="mr-2 select-none text-faint">
          $
        </span>
        {command}
      </code>
      <CopyButton text={command} label={t.copyCommand} />
    </div>
  );
}
