'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { preheatMessages } from './messages.ts';
import { type PreheatItem, partName } from './preheat.ts';

const shown = 200;

/** What failed where, and why; nothing when nothing did. */
export function FailureTable({ items }: { readonly items: readonly PreheatItem[] }) {
  const t = useMessages(preheatMessages).view;
  const format = useFormat();
  const failed = items.filter(({ state }) => state === 'failed');
  if (failed.length === 0) return null;
  return (
    <Card aria-label={t.failures}>
      <CardHeader title={t.failures} note={format.number(failed.length)} />
      <Table label={t.failures}>
        <thead>
          <tr>
            <TableHead>{t.host}</TableHead>
            <TableHead>{t.part}</TableHead>
            <TableHead>{t.reason}</TableHead>
          </tr>
        </thead>
        <tbody>
          {failed.slice(0, shown).map(({ id, hostname, url, failureCode, failure }) => (
            <TableRow key={id}>
              <TableCell>{hostname}</TableCell>
              <TableCell className="font-mono text-xs" title={url}>
                {partName(url)}
              </TableCell>
              <TableCell>
                {failure || failureCode}
                {failure !== '' && failureCode !== '' && <span className="ml-2 text-muted text-xs">{failureCode}</span>}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
