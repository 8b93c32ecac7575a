'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { cn } from '../../ui/cn.ts';
import type { Change } from './diff.ts';
import { settingsMessages } from './messages.ts';
import { useSettingNames } from './use-setting-names.ts';

/** What differs, one setting a row: what it was and what it is. */
export function DiffList({ changes }: { readonly changes: readonly Change[] }) {
  const t = useMessages(settingsMessages).diff;
  const nameOf = useSettingNames();
  if (changes.length === 0) return <p className="text-muted text-sm">{t.none}</p>;
  return (
    <ul aria-label={t.title} className="divide-y divide-line rounded-md border border-line text-sm">
      {changes.map((change) => (
        <li key={change.path} className="grid gap-x-4 gap-y-1 px-3 py-2.5 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <span className="text-muted">{nameOf(change.path)}</span>
          {change.kind === 'value' ? (
            <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-1">
              <Side value={change.before} gone />
              <span aria-hidden className="text-faint">
                →
              </span>
              <Side value={change.after} />
            </span>
          ) : (
            <span className="flex min-w-0 flex-wrap gap-1.5">
              {change.removed.map((text) => (
                <Mark key={`- ${text}`} sign="−" text={text} />
              ))}
              {change.added.map((text) => (
                <Mark key={`+ ${text}`} sign="+" text={text} />
              ))}
              {change.reordered && <span className="text-muted">{t.reordered}</span>}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Side({ value, gone = false }: { readonly value: unknown; readonly gone?: boolean }) {
  const t = useMessages(settingsMessages).diff;
  const text =
    value === undefined || value === ''
      ? t.nothing
      : typeof value === 'boolean'
        ? value
          ? t.yes
          : t.no
        : String(value);
  const Element = gone ? 'del' : 'ins';
  return (
    <Element
      className={cn(
        'min-w-0 no-underline [overflow-wrap:anywhere]',
        gone ? 'text-muted line-through decoration-muted/60' : 'font-medium',
      )}
    >
      {text}
    </Element>
  );
}

function Mark({ sign, text }: { readonly sign: '+' | '−'; readonly text: string }) {
  const Element = sign === '+' ? 'ins' : 'del';
  return (
    <Element
      className={cn(
        'rounded-sm px-1.5 py-0.5 font-mono text-xs no-underline [overflow-wrap:anywhere]',
        sign === '+' ? 'bg-done/14' : 'bg-failed/12 line-through decoration-muted/60',
      )}
    >
      {sign} {text}
    </Element>
  );
}
