'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { useClusterNames } from '../clusters/index.ts';
import { type ClearPreview, copiesOf, type HeldCopy } from './copies.ts';
import { copiesMessages } from './messages.ts';

const shown = 500;

interface HeldCopiesProps {
  /** What the hosts said; absent until they did. */
  readonly preview: ClearPreview | undefined;
  readonly asking: boolean;
  readonly mayAsk: boolean;
}

/** The hosts that hold some of a task, as they say themselves. */
export function HeldCopies({ preview, asking, mayAsk }: HeldCopiesProps) {
  const t = useMessages(copiesMessages);
  const format = useFormat();
  if (!mayAsk) return <p className="text-muted text-sm">{t.mayNotAsk}</p>;
  const copies = preview === undefined ? [] : copiesOf(preview);
  return (
    <Card aria-label={t.held} aria-busy={asking}>
      <CardHeader
        title={t.held}
        note={
          asking ? t.asking : preview && t.heldNote(format.number(preview.copies), format.number(preview.askedHosts))
        }
      />
      {preview === undefined && <SkeletonRows rows={4} />}
      {preview !== undefined && preview.silentHosts.length > 0 && (
        <Problem title={t.silent} className="mx-4 mb-4 sm:mx-5">
          <p>{t.silentWhy}</p>
          <ul className="mt-1">
            {preview.silentHosts.slice(0, shown).map(({ hostname, ip, failure }) => (
              <li key={`${hostname} ${ip}`}>
                {hostname || ip}: {failure}
              </li>
            ))}
          </ul>
        </Problem>
      )}
      {preview !== undefined && copies.length === 0 && <p className="px-4 pb-4 text-muted text-sm sm:px-5">{t.none}</p>}
      {copies.length > 0 && (
        <Table label={t.held}>
          <thead>
            <tr>
              <TableHead>{t.columns.host}</TableHead>
              <TableHead className="max-sm:hidden">{t.columns.cluster}</TableHead>
              <TableHead>{t.columns.state}</TableHead>
              <TableHead className="text-right">{t.columns.size}</TableHead>
            </tr>
          </thead>
          <tbody>
            {copies.slice(0, shown).map((copy) => (
              <CopyRow key={copy.key} copy={copy} />
            ))}
          </tbody>
        </Table>
      )}
      {copies.length > shown && (
        <p className="px-5 py-3 text-muted text-xs">{t.more(format.number(copies.length - shown))}</p>
      )}
    </Card>
  );
}

function CopyRow({ copy: { clusterId, hostname, ip, seed, finished, contentLength } }: { readonly copy: HeldCopy }) {
  const t = useMessages(copiesMessages);
  const format = useFormat();
  const clusterName = useClusterNames();
  return (
    <TableRow>
      <TableCell>
        <Link href={`/hosts?q=${encodeURIComponent(hostname)}`} className="font-medium hover:text-link">
          {hostname}
        </Link>
        {seed && <Badge className="ml-2">{t.seed}</Badge>}
        <span className="block font-mono text-muted text-xs">{ip}</span>
      </TableCell>
      <TableCell className="text-muted max-sm:hidden">{clusterName(clusterId)}</TableCell>
      <TableCell>
        {finished ? <StatePill tone="done" label={t.complete} /> : <StatePill tone="downloading" label={t.partial} />}
      </TableCell>
      <TableCell className="text-right tabular-nums">
        {contentLength === null ? '–' : format.bytes(contentLength)}
      </TableCell>
    </TableRow>
  );
}
