'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowDownToLine } from 'lucide-react';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useTRPC } from '../connection/index.ts';

/** What to type when nothing was downloaded yet: a line that works as it stands, and the demonstration. */
export function FirstDownload() {
  const trpc = useTRPC();
  const { data: about } = useQuery(trpc.system.about.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  return (
    <EmptyState
      icon={ArrowDownToLine}
      title="Nothing has been downloaded yet"
      action={
        <div className="flex w-full flex-col gap-4 text-left">
          <div>
            <p className="mb-1.5 font-medium text-xs">Download any file through a peer</p>
            {about === undefined ? (
              <Skeleton className="h-10 w-full" />
            ) : (
              <CommandLine command={`npm run dfget -- ${about.url}/icon.svg -O icon.svg`} />
            )}
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
