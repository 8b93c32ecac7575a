'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { persistentMessages } from './messages.ts';
import type { CopyReceipt } from './persistent.ts';

/** What each host said of its copy that was to be deleted. */
export function ReceiptTable({ receipts }: { readonly receipts: readonly CopyReceipt[] }) {
  const t = useMessages(persistentMessages).view;
  const format = useFormat();
  const kept = receipts.filter(({ deleted }) => !deleted).length;
  return (
    <Card aria-label={t.receipts}>
      <CardHeader
        title={t.receipts}
        note={<span role="status">{kept === 0 ? t.gone : t.some(kept, format.number(kept))}</span>}
        actions={
          <Button size="sm" asChild>
            <Link href="/persistent">{t.back}</Link>
          </Button>
        }
      />
      {receipts.length > 0 && (
        <Table label={t.receipts}>
          <thead>
            <tr>
              <TableHead>{t.host}</TableHead>
              <TableHead>{t.state}</TableHead>
              <TableHead>{t.reason}</TableHead>
            </tr>
          </thead>
          <tbody>
            {receipts.map(({ hostId, hostname, ip, deleted, failure }) => (
              <TableRow key={hostId}>
                <TableCell>
                  <span className="font-medium">{hostname || ip}</span>
                  <span className="block font-mono text-muted text-xs">{ip}</span>
                </TableCell>
                <TableCell>
                  <StatePill tone={deleted ? 'done' : 'failed'} label={deleted ? t.deleted : t.kept} />
                </TableCell>
                <TableCell className="text-muted">{failure || '–'}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
