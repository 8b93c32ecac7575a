import { cva, type VariantProps } from 'class-variance-authority';
import { ArrowDown, ArrowUp, Check, CircleDashed, Ellipsis, Layers, type LucideIcon, Unplug, X } from 'lucide-react';
import { cn } from './cn.ts';

const pill = cva(
  'inline-flex h-5.5 items-center gap-1.5 whitespace-nowrap rounded-full pr-2.5 pl-1.5 font-medium text-ink text-xs',
  {
    variants: {
      tone: {
        downloading: 'bg-downloading/12 [&>svg]:text-downloading',
        done: 'bg-done/12 [&>svg]:text-done',
        failed: 'bg-failed/12 [&>svg]:text-failed',
        origin: 'bg-origin/14 [&>svg]:text-origin',
        seed: 'bg-seed/12 [&>svg]:text-seed',
        waiting: 'bg-waiting/12 [&>svg]:text-waiting',
        inactive: 'bg-failed/12 [&>svg]:text-failed',
        unknown: 'bg-waiting/12 [&>svg]:text-waiting',
      },
    },
  },
);

export type StateTone = NonNullable<VariantProps<typeof pill>['tone']>;

const icons: Readonly<Record<StateTone, LucideIcon>> = {
  downloading: ArrowDown,
  done: Check,
  failed: X,
  origin: ArrowUp,
  seed: Layers,
  waiting: Ellipsis,
  inactive: Unplug,
  unknown: CircleDashed,
};

interface StatePillProps {
  readonly tone: StateTone;
  readonly label: string;
  readonly className?: string;
}

/** A state as colour, shape and word, so that none of them carries it alone. */
export function StatePill({ tone, label, className }: StatePillProps) {
  const Icon = icons[tone];
  return (
    <span className={cn(pill({ tone }), className)}>
      <Icon aria-hidden className="size-3.5" strokeWidth={2.5} />
      {label}
    </span>
  );
}
