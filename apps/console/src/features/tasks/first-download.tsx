'use client';
import { ArrowDownToLine } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DfgetLine } from './dfget-line.tsx';
import { taskMessages } from './messages.ts';

/** What to type when nothing was downloaded yet: a line that works as it stands, and the demonstration. */
export function FirstDownload() {
  const t = useMessages(taskMessages).first;
  return (
    <EmptyState
      icon={ArrowDownToLine}
      title={t.title}
      action={
        <div className="flex w-full flex-col gap-4 text-left">
          <div>
            <p className="mb-1.5 font-medium text-xs">{t.any}</p>
            <DfgetLine />
          </div>
          <div>
            <p className="mb-1.5 font-medium text-xs">{t.demo}</p>
            <CommandLine command="npm run demo" />
          </div>
        </div>
      }
    >
      {t.why}
    </EmptyState>
  );
}
