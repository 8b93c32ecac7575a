'use client';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { taskHref, taskName } from '../tasks/index.ts';
import { settingsMessages } from './messages.ts';
import { type BlockFamily, type BlockPreview, type BlockRules, countOf } from './settings.ts';

interface BlockMatchesProps {
  readonly clusterId: number | undefined;
  readonly family: BlockFamily;
  readonly rules: BlockRules;
}

/** Tries rules on the tasks that were, before they bind anybody. */
export function BlockMatches({ clusterId, family, rules }: BlockMatchesProps) {
  const t = useMessages(settingsMessages).matched;
  const trpc = useTRPC();
  const textOf = useFailureText();
  const wanted = { ...(clusterId !== undefined && { clusterId }), family, rules };
  const [tried, setTried] = useState<typeof wanted>();
  const preview = useQuery(
    trpc.clusters.blockPreview.queryOptions(tried ?? wanted, {
      enabled: tried !== undefined,
      retry: false,
      staleTime: 0,
    }),
  );
  // What was tried is no longer what stands in the form.
  const stale = JSON.stringify(tried) !== JSON.stringify(wanted);
  if (countOf(rules) === 0) return null;
  return (
    <div className="rounded-md border border-line bg-band/60 p-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" disabled={preview.isFetching} onClick={() => setTried(wanted)}>
          <FlaskConical aria-hidden />
          {preview.isFetching ? t.looking : t.button}
        </Button>
        {rules.priorities.length > 0 && <p className="text-muted text-xs">{t.priorities}</p>}
      </div>
      {!stale && preview.isError && (
        <Problem title={t.failed} className="mt-3">
          {textOf(preview.error)}
        </Problem>
      )}
      {!stale && preview.data !== undefined && <Matches preview={preview.data} />}
    </div>
  );
}

function Matches({ preview: { looked, matched, replicas, samples } }: { readonly preview: BlockPreview }) {
  const t = useMessages(settingsMessages).matched;
  const format = useFormat();
  return (
    <section aria-label={t.title} aria-live="polite" className="mt-3 text-sm">
      <p>
        {matched === 0
          ? t.none(looked, format.number(looked))
          : t.some(format.number(matched), looked, format.number(looked))}{' '}
        {replicas > 0 && t.copies(replicas, format.number(replicas))}
      </p>
      {samples.length > 0 && (
        <ul className="mt-2 max-h-56 overflow-y-auto rounded-md border border-line bg-surface">
          {samples.map(({ taskId, url, by, rule }) => (
            <li key={taskId} className="flex items-center gap-3 border-line border-b px-3 py-1.5 last:border-0">
              <Link href={taskHref(taskId)} title={url} className="min-w-0 flex-1 truncate font-medium hover:text-link">
                {taskName(url).name}
              </Link>
              <span className="max-w-[50%] truncate text-muted text-xs" title={rule}>
                {t.by[by]} <span className="font-mono">{rule}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {matched > samples.length && (
        <p className="mt-1.5 text-muted text-xs">{t.more(format.number(matched - samples.length))}</p>
      )}
    </section>
  );
}
