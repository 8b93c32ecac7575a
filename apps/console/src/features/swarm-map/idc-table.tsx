'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { mapMessages } from './messages.ts';
import type { IdcFlow } from './traffic.ts';

const shown = 50;

/** The bands of the map as a table. */
export function IdcTable({ between }: { readonly between: readonly IdcFlow[] }) {
  const t = useMessages(mapMessages);
  const format = useFormat();
  const name = (idc: string | null) => (idc === null ? t.origin : idc === '' ? t.noIdc : idc);
  return (
    <Card>
      <CardHeader title={t.flows} note={between.length === 0 ? t.none : undefined} />
      {between.length > 0 && (
        <Table label={t.flows}>
          <thead>
            <tr>
              <TableHead>{t.from}</TableHead>
              <TableHead>{t.to}</TableHead>
              <TableHead className="text-right">{t.rate}</TableHead>
            </tr>
          </thead>
          <tbody>
            {between.slice(0, shown).map(({ from, to, bps }) => (
              <TableRow key={`${from} ${to}`}>
                <TableCell>{name(from)}</TableCell>
                <TableCell>{name(to)}</TableCell>
                <TableCell className="text-right tabular-nums">{format.rate(bps)}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
