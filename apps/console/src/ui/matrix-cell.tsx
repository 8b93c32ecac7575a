import { cn } from './cn.ts';

export type CellState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

interface MatrixCellProps {
  readonly state: CellState;
  /** 0 to 1, while it runs. */
  readonly share?: number;
  /** What it is and how far: `layer 3 on host-7: 40 %`. */
  readonly label: string;
}

const edges: Readonly<Record<CellState, string>> = {
  waiting: 'border-line bg-band',
  running: 'border-downloading/60 bg-band',
  done: 'border-done/50 bg-done/25',
  failed: 'border-failed bg-failed/30',
  skipped: 'border-line border-dashed bg-transparent',
};

/** One field of a matrix of progress: it fills from below, and a failed one carries a cross. */
export function MatrixCell({ state, share = 0, label }: MatrixCellProps) {
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={cn('relative grid size-5 place-items-center overflow-hidden rounded-[0.3rem] border', edges[state])}
    >
      {state === 'running' && (
        <span
          className="absolute inset-x-0 bottom-0 bg-downloading/60 transition-[height] duration-500"
          style={{ height: `${Math.min(1, Math.max(0.06, share)) * 100}%` }}
        />
      )}
      {(state === 'failed' || state === 'done') && (
        <svg aria-hidden="true" viewBox="0 0 10 10" className="relative size-2.5" fill="none" strokeWidth="2">
          {state === 'failed' ? (
            <path d="M2 2l6 6M8 2l-6 6" stroke="var(--failed-text)" />
          ) : (
            <path d="M1.5 5.5l2.5 2.5 4.5-6" stroke="var(--done)" />
          )}
        </svg>
      )}
    </span>
  );
}
