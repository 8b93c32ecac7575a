'use client';
import { TriangleAlert } from 'lucide-react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { CopyButton } from './copy-button.tsx';
import { uiMessages } from './messages.ts';

interface SecretOnceProps {
  /** What it is: "Token", "One-time password". */
  readonly label: string;
  readonly secret: string;
}

/** A secret in the one moment it can be seen, with the word that it will not come again. */
export function SecretOnce({ label, secret }: SecretOnceProps) {
  const t = useMessages(uiMessages);
  return (
    <section aria-label={label} className="rounded-md border border-origin/50 bg-origin/8 p-3.5">
      <h3 className="font-medium text-sm">{label}</h3>
      <div className="mt-2 flex items-center gap-2 rounded-md border border-line bg-surface py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 select-all font-mono text-sm leading-6 [overflow-wrap:anywhere]">{secret}</code>
        <CopyButton text={secret} label={t.copy(label)} />
      </div>
      <p className="mt-2 flex gap-2 text-xs">
        <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-origin" />
        {t.secretOnce}
      </p>
    </section>
  );
}
