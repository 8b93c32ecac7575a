import { formatBytes, type TaskId } from '@damselfly/core';
import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Task } from './task.ts';

/** What a task is, in a strip: what does not move. */
export function TaskFacts({ task, id }: { readonly task: Task | undefined; readonly id: TaskId }) {
  return <Facts facts={factsOf(task, id)} />;
}

function factsOf(task: Task | undefined, id: TaskId): Fact[] {
  const facts = task?.facts;
  const known = (value: ReactNode | undefined): ReactNode =>
    task === undefined ? (
      <Skeleton className="my-1 h-3.5 w-16" />
    ) : (
      (value ?? <span className="text-faint">unknown</span>)
    );
  const optional = (term: string, text: string | undefined): Fact[] =>
    text === undefined || text === '' ? [] : [{ term, value: text }];
  return [
    { term: 'Size', value: known(facts?.contentLength === undefined ? undefined : formatBytes(facts.contentLength)) },
    { term: 'Pieces', value: known(piecesText(task)) },
    { term: 'Created', value: known(facts && <RelativeTime atMs={facts.createdAtMs} />) },
    ...optional('Application', facts?.application),
    ...optional('Tag', facts?.tag),
    ...(facts !== undefined && facts.digest !== ''
      ? [{ term: 'Digest', value: <Shortened text={facts.digest} label="Copy digest" /> }]
      : []),
    { term: 'Task id', value: <Shortened text={id} label="Copy task id" /> },
  ];
}

function piecesText(task: Task | undefined): string | undefined {
  const { totalPieces, pieceLength } = task?.facts ?? {};
  if (totalPieces === undefined) return undefined;
  return pieceLength === undefined ? String(totalPieces) : `${totalPieces} × ${formatBytes(pieceLength)}`;
}

function Shortened({ text, label }: { readonly text: string; readonly label: string }) {
  const long = text.length > 30;
  return (
    <span className="flex items-center gap-1 font-mono font-normal text-sm">
      <span title={text}>{long ? `${text.slice(0, 18)}…${text.slice(-6)}` : text}</span>
      <CopyButton text={text} label={label} className="-my-1.5" />
    </span>
  );
}
