import { Maximize, Minus, Plus } from 'lucide-react';
import { useWords } from './use-words.ts';
import styles from './zoom-controls.module.css';

interface ZoomControlsProps {
  /** The whole graph is kept in view. */
  readonly following: boolean;
  readonly onZoom: (inwards: boolean) => void;
  readonly onFit: () => void;
}

export function ZoomControls({ following, onZoom, onFit }: ZoomControlsProps) {
  const t = useWords().t.pane;
  return (
    <div className={styles.controls}>
      <button type="button" aria-label={t.zoomOut} title={`${t.zoomOut} (-)`} onClick={() => onZoom(false)}>
        <Minus size={15} aria-hidden />
      </button>
      <button type="button" aria-label={t.zoomIn} title={`${t.zoomIn} (+)`} onClick={() => onZoom(true)}>
        <Plus size={15} aria-hidden />
      </button>
      <button type="button" aria-label={t.fit} title={`${t.fit} (0)`} aria-pressed={following} onClick={onFit}>
        <Maximize size={14} aria-hidden />
      </button>
    </div>
  );
}
