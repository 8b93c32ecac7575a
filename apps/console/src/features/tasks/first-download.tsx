'use client';
import { ArrowDownToLine } from 'lucide-react';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DfgetLine } from './dfget-line.tsx';

/** What to type when nothing was downloaded yet: a line that works as it stands, and the demonstration. */
export function FirstDownload() {
  return (
    <EmptyState
      icon={ArrowDownToLine}
      title="Nothing has been downloaded yet"
      action={
        <div className="flex w-full flex-col gap-4 text-left">
          <div>
            <p className="mb-1.5 font-medium text-xs">Download any file through a peer</p>
            <DfgetLine />
          </div>
          <div>
            <p className="mb-1.5 font-medium text-xs">Or watch one large file reach many peers</p>
            <CommandLine command="npm run demo" />
          </div>
        </div>
      }
    >
      Ask a peer for a file. Its task appears here at once and moves while the bytes do.
    </EmptyState>
  );
}
