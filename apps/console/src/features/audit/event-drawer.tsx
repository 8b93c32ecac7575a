'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { type AuditEvent, changesOf } from './audit-query.ts';
import { auditMessages } from './messages.ts';

/** One event with all that is known of it, what changed, and what belongs to it. */
export function EventDrawer({ event, onClose }: { readonly event: AuditEvent; readonly onClose: () => void }) {
  const t = useMessages(auditMessages);
  const format = useFormat();
  const link = (query: Readonly<Record<string, string>>) => `/audit?${new URLSearchParams(query)}`;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.event.title(String(event.id))} place="right">
        <div className="flex flex-col gap-6 px-5 pt-1 pb-6">
          <Facts
            facts={[
              { term: t.columns.at, value: format.dateTime(event.at.getTime()) },
              { term: t.columns.actor, value: `${event.actorName || t.unnamed} (${t.event.kinds[event.actorKind]})` },
              { term: t.columns.action, value: event.action },
              {
                term: t.columns.target,
                value: [event.targetKind, event.targetName || event.targetId].filter(Boolean).join(' ') || '–',
              },
              { term: t.columns.outcome, value: t.outcomes[event.outcome] },
              { term: t.columns.from, value: event.ip || '–' },
              ...(event.userAgent === '' ? [] : [{ term: t.event.agent, value: event.userAgent }]),
            ]}
          />
          <Changes event={event} />
          <nav className="flex flex-col items-start gap-1 text-sm">
            {event.requestId !== '' && (
              <Related href={link({ request: event.requestId })}>{t.event.sameRequest}</Related>
            )}
            {event.targetId !== '' && (
              <Related href={link({ kind: event.targetKind, target: event.targetId })}>{t.event.sameTarget}</Related>
            )}
            {event.actorName !== '' && <Related href={link({ q: event.actorName })}>{t.event.sameActor}</Related>}
          </nav>
          <div className="border-line border-t pt-3 text-muted text-xs">
            {event.requestId !== '' && (
              <p>
                {t.event.request} <span className="font-mono">{event.requestId}</span>
              </p>
            )}
            <p className="[overflow-wrap:anywhere]">
              {t.event.hash} <span className="font-mono">{event.hash}</span>
            </p>
          </div>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function Related({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <Link href={href} className="text-link hover:underline">
      {children}
    </Link>
  );
}

function Changes({ event }: { readonly event: AuditEvent }) {
  const t = useMessages(auditMessages).event;
  const changes = changesOf(event.before, event.after);
  if (changes.length === 0) return <p className="text-muted text-sm">{t.noChanges}</p>;
  return (
    <section aria-label={t.changes}>
      <h3 className="mb-1.5 font-medium text-sm">{t.changes}</h3>
      <div className="overflow-x-auto rounded-md border border-line">
        <table className="w-full text-left text-xs">
          <thead className="bg-band text-muted">
            <tr>
              <th scope="col" className="px-3 py-1.5 font-medium">
                {t.field}
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium">
                {t.before}
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium">
                {t.after}
              </th>
            </tr>
          </thead>
          <tbody className="font-mono">
            {changes.map(({ path, before, after }) => (
              <tr key={path} className="border-line border-t align-top [overflow-wrap:anywhere]">
                <th scope="row" className="px-3 py-1.5 font-normal text-muted">
                  {path}
                </th>
                <td className="px-3 py-1.5">
                  {before === undefined ? '' : <del className="text-muted">{before}</del>}
                </td>
                <td className="px-3 py-1.5">{after ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
