'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { actorKinds, outcomes, spanNames } from './audit-query.ts';
import { auditMessages } from './messages.ts';

/** Names of the address that links of an event set, each to be dropped again. */
const pinned = ['action', 'kind', 'target', 'request'] as const;

/** What the log is narrowed by, beside the search. */
export function AuditFilters() {
  const t = useMessages(auditMessages);
  const url = useUrlState();
  return (
    <>
      <Select
        aria-label={t.filters.span}
        value={url.get('span')}
        options={[
          { value: '', label: t.filters.anyTime },
          ...spanNames.map((value) => ({ value, label: t.spans[value] })),
        ]}
        onChange={(span) => url.set({ span })}
      />
      <Select
        aria-label={t.filters.actor}
        value={url.get('actor')}
        options={[
          { value: '', label: t.filters.anybody },
          ...actorKinds.map((value) => ({ value, label: t.actors[value] })),
        ]}
        onChange={(actor) => url.set({ actor })}
      />
      <Select
        aria-label={t.filters.outcome}
        value={url.get('outcome')}
        options={[
          { value: '', label: t.filters.anyOutcome },
          ...outcomes.map((value) => ({ value, label: t.outcomes[value] })),
        ]}
        onChange={(outcome) => url.set({ outcome })}
      />
      {pinned
        .filter((name) => url.get(name) !== '')
        .map((name) => (
          <Button
            key={name}
            size="sm"
            aria-label={t.filters.drop(url.get(name))}
            className="max-w-44 font-mono"
            onClick={() => url.set({ [name]: '' })}
          >
            <span className="truncate">{t.filters.without(url.get(name))}</span>
          </Button>
        ))}
    </>
  );
}
