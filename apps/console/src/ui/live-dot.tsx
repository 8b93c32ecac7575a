import { cn } from './cn.ts';

/** A dot that breathes while something is alive. The words beside it carry the meaning. */
export function LiveDot({
  tone,
  className,
}: {
  readonly tone: 'live' | 'waiting' | 'lost';
  readonly className?: string;
}) {
  const colour = tone === 'live' ? 'bg-done' : tone === 'waiting' ? 'bg-origin' : 'bg-failed';
  return (
    <span aria-hidden className={cn('relative grid size-2 shrink-0', className)}>
      {tone !== 'lost' && (
        <span className={cn('absolute inset-0 animate-ring rounded-full motion-reduce:hidden', colour)} />
      )}
      <span className={cn('relative size-2 rounded-full', colour)} />
    </span>
  );
}
