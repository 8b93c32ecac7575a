'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill, type StateTone } from '../../ui/state-pill.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { persistentMessages } from './messages.ts';
import type { PersistentCopy } from './persistent.ts';

/** Who keeps a task. */
export function CopyTable({ copies }: { readonly copies: readonly PersistentCopy[] }) {
  const t = useMessages(persistentMessages);
  const format = useFormat();
  return (
    <Card aria-label={t.view.copies}>
      <CardHeader title={t.view.copies} note={format.number(copies.length)} />
      {copies.length === 0 ? (
        <p className="px-4 pb-4 text-muted text-sm sm:px-5">{t.view.noCopies}</p>
      ) : (
        <Table label={t.view.copies}>
          <thead>
            <tr>
              <TableHead>{t.view.host}</TableHead>
              <TableHead>{t.view.state}</TableHead>
              <TableHead>{t.view.pin}</TableHead>
              <TableHead className="max-md:hidden">{t.view.idc}</TableHead>
              <TableHead className="text-right max-sm:hidden">{t.columns.updated}</TableHead>
            </tr>
          </thead>
          <tbody>
            {copies.map((copy) => (
              <TableRow key={copy.peerId}>
                <TableCell>
                  <span className="font-medium">{copy.hostname || copy.ip}</span>
                  {copy.seed && <Badge className="ml-2">{t.view.seed}</Badge>}
                  <span className="block font-mono text-muted text-xs">{copy.ip}</span>
                </TableCell>
                <TableCell>
                  <CopyState copy={copy} />
                </TableCell>
                <TableCell className={copy.pinned ? '' : 'text-muted'}>
                  {copy.pinned ? t.view.pinnedYes : t.view.pinnedNo}
                </TableCell>
                <TableCell className="text-muted max-md:hidden">{copy.idc || '–'}</TableCell>
                <TableCell className="whitespace-nowrap text-right text-muted max-sm:hidden">
                  <RelativeTime atMs={copy.updatedAtMs} />
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function CopyState({ copy: { state, living } }: { readonly copy: PersistentCopy }) {
  const t = useMessages(persistentMessages);
  const names: Readonly<Record<string, string>> = t.copyStates;
  if (!living) return <StatePill tone="unknown" label={t.view.away} />;
  const tone: StateTone = state === 'Succeeded' ? 'done' : state === 'Failed' ? 'failed' : 'downloading';
  return <StatePill tone={tone} label={names[state] ?? state} />;
}
