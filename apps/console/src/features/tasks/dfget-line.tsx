'use client';
import type { TaskFacts } from '@damselfly/core';
import { useQuery } from '@tanstack/react-query';
import { CommandLine } from '../../ui/command-line.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useTRPC } from '../connection/index.ts';
import { dfgetCommand } from './dfget-command.ts';

/** Proposed where the console knows no file of its own. */
const exampleUrl = 'https://example.com/index.html';

interface DfgetLineProps {
  /** The task to download once more; without one, a first file. */
  readonly facts?: Pick<TaskFacts, 'url' | 'application' | 'tag'>;
  readonly className?: string;
}

/** A line to copy that downloads through a peer of this system. */
export function DfgetLine({ facts, className = '' }: DfgetLineProps) {
  const trpc = useTRPC();
  const { data: about } = useQuery(trpc.system.about.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  if (about === undefined) return <Skeleton className={`h-10 w-full ${className}`} />;
  const wanted = facts ?? { url: about.sampleUrl ?? exampleUrl, application: '', tag: '' };
  return <CommandLine command={dfgetCommand(about.dfget, wanted)} className={className} />;
}
