import { Maximize, Minus, Plus } from 'lucide-react';
import styles from './zoom-controls.module.css';

interface ZoomControlsProps {
  /** The whole graph is kept in view. */
  readonly following: boolean;
  readonly onZoom: (inwards: boolean) => void;
  readonly onFit: () => void;
}

export function ZoomControls({ following, onZoom, onFit }: ZoomControlsProps) {
  return (
    <div className={styles.controls}>
      <button type="button" aria-label="Zoom out" title="Zoom out (-)" onClick={() => onZoom(false)}>
        <Minus size={15} aria-hidden />
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => onZoom(true)}>
        <Plus size={15} aria-hidden />
      </button>
      <button
        type="button"
        aria-label="Show all and follow"
        title="Show all and follow (0)"
        aria-pressed={following}
        onClick={onFit}
      >
        <Maximize size={14} aria-hidden />
      </button>
    </div>
  );
}
