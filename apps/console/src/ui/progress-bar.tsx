import { cn } from './cn.ts';

interface ProgressBarProps {
  /** 0 to 1. */
  readonly value: number;
  readonly label: string;
  readonly tone?: 'downloading' | 'done' | 'failed' | 'waiting';
  readonly className?: string;
}

const fills = { downloading: 'bg-downloading', done: 'bg-done', failed: 'bg-failed', waiting: 'bg-waiting' };

/** How far something is. */
export function ProgressBar({ value, label, tone = 'downloading', className }: ProgressBarProps) {
  const percent = Math.min(100, Math.max(0, value * 100));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(percent)}
      className={cn('h-1.5 overflow-hidden rounded-full bg-track/60', className)}
    >
      <div
        className={cn('h-full rounded-full transition-[width] duration-500 ease-out', fills[tone])}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
