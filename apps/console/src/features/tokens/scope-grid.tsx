'use client';
import { CircleAlert } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { tokenMessages } from './messages.ts';
import { type Reach, reachOf, resourcesOf, type Scope, withReach } from './token.ts';

interface ScopeGridProps {
  readonly known: readonly Scope[];
  readonly value: readonly Scope[];
  readonly error: string | undefined;
  readonly onChange: (scopes: readonly Scope[]) => void;
}

const reaches: readonly Reach[] = ['none', 'read', 'write'];

/** How far a token reaches, for each thing it can reach. */
export function ScopeGrid({ known, value, error, onChange }: ScopeGridProps) {
  const t = useMessages(tokenMessages);
  const nameOf = (resource: string) => Object.entries(t.resources).find(([name]) => name === resource)?.[1] ?? resource;
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium text-sm">{t.form.scopes}</legend>
      <p className="mt-1 text-muted text-xs">{t.form.scopesHint}</p>
      {error !== undefined && (
        <p role="alert" className="mt-1 flex gap-1.5 text-failed-text text-xs">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      )}
      <ul className="mt-2 rounded-md border border-line">
        {resourcesOf(known).map((resource) => (
          <li
            key={resource}
            className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line border-b py-1.5 pr-1.5 pl-3 text-sm last:border-0"
          >
            {nameOf(resource)}
            <Segmented
              label={nameOf(resource)}
              value={reachOf(value, resource)}
              segments={reaches.map((reach) => ({ value: reach, label: t.reach[reach] }))}
              onChange={(reach) => onChange(withReach(value, resource, reach, known))}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
