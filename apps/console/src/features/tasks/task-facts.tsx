'use client';
import type { TaskId } from '@damselfly/core';
import type { ReactNode } from 'react';
import type { Format } from '../../i18n/format.ts';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type TaskTexts, taskMessages } from './messages.ts';
import type { Task } from './task.ts';

/** What a task is, in a strip: what does not move. */
export function TaskFacts({ task, id }: { readonly task: Task | undefined; readonly id: TaskId }) {
  const t = useMessages(taskMessages);
  const format = useFormat();
  return <Facts facts={factsOf(task, id, t, format)} />;
}

function factsOf(task: Task | undefined, id: TaskId, t: TaskTexts, format: Format): Fact[] {
  const facts = task?.facts;
  const known = (value: ReactNode | undefined): ReactNode =>
    task === undefined ? (
      <Skeleton className="my-1 h-3.5 w-16" />
    ) : (
      (value ?? <span className="text-faint">{t.unknown}</span>)
    );
  const optional = (term: string, text: string | undefined): Fact[] =>
    text === undefined || text === '' ? [] : [{ term, value: text }];
  return [
    {
      term: t.facts.size,
      value: known(facts?.contentLength === undefined ? undefined : format.bytes(facts.contentLength)),
    },
    { term: t.facts.pieces, value: known(piecesText(task, format)) },
    { term: t.facts.created, value: known(facts && <RelativeTime atMs={facts.createdAtMs} />) },
    ...optional(t.facts.application, facts?.application),
    ...optional(t.facts.tag, facts?.tag),
    ...(facts !== undefined && facts.digest !== ''
      ? [{ term: t.facts.digest, value: <Shortened text={facts.digest} label={t.facts.copyDigest} /> }]
      : []),
    { term: t.facts.id, value: <Shortened text={id} label={t.facts.copyId} /> },
  ];
}

function piecesText(task: Task | undefined, format: Format): string | undefined {
  const { totalPieces, pieceLength } = task?.facts ?? {};
  if (totalPieces === undefined) return undefined;
  return pieceLength === undefined
    ? format.number(totalPieces)
    : `${format.number(totalPieces)} × ${format.bytes(pieceLength)}`;
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
