'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { cn } from '../../ui/cn.ts';
import { quotaMessages } from './messages.ts';
import { fullness, isCount, type Quota, topOf } from './quota.ts';

const fills: Readonly<Record<Quota['level'], string>> = {
  free: 'bg-downloading',
  soft: 'bg-origin',
  hard: 'bg-failed',
};

/** How much of a quota is used, as numbers and as a bar; the line in the bar is the soft limit. */
export function QuotaMeter({ quota, quiet = false }: { readonly quota: Quota; readonly quiet?: boolean }) {
  const t = useMessages(quotaMessages);
  const format = useFormat();
  const amount = (value: number) => (isCount(quota.kind) ? format.number(value) : format.bytes(value));
  const top = topOf(quota);
  const share = Math.min(1, fullness(quota));
  const mark = quota.hard === null || quota.soft === null || quota.hard === 0 ? undefined : quota.soft / quota.hard;
  return (
    <div className="min-w-0">
      <p className={cn('truncate tabular-nums', quiet ? 'text-xs' : 'font-medium text-base')}>
        {top === null ? amount(quota.used) : t.of(amount(quota.used), amount(top))}
        {top === null && <span className="font-normal text-muted text-xs"> · {t.noLimit}</span>}
      </p>
      {top !== null && (
        // biome-ignore lint/a11y/useSemanticElements: browsers draw a meter each in their own way
        <div
          role="meter"
          aria-label={t.bar(t.kinds[quota.kind], format.percent(share))}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
          className={cn('relative mt-1 overflow-hidden rounded-full bg-track/60', quiet ? 'h-1' : 'h-2')}
        >
          <span
            className={cn('absolute inset-y-0 left-0 rounded-full', fills[quota.level])}
            style={{ width: `${share * 100}%` }}
          />
          {mark !== undefined && (
            <span className="absolute inset-y-0 w-0.5 bg-ink/60" style={{ left: `${mark * 100}%` }} />
          )}
        </div>
      )}
    </div>
  );
}
