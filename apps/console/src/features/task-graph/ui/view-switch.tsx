import { Columns2, List, Workflow } from 'lucide-react';
import styles from './view-switch.module.css';

export type ViewMode = 'graph' | 'list' | 'both';

const choices = [
  { mode: 'graph', label: 'Graph', Icon: Workflow },
  { mode: 'list', label: 'List', Icon: List },
  { mode: 'both', label: 'Both', Icon: Columns2 },
] as const;

/** Graph, list, or both side by side. */
export function ViewSwitch({ mode, onMode }: { readonly mode: ViewMode; readonly onMode: (mode: ViewMode) => void }) {
  return (
    <fieldset className={styles.switch}>
      <legend className={styles.name}>View</legend>
      {choices.map(({ mode: choice, label, Icon }) => (
        <button key={choice} type="button" aria-pressed={choice === mode} onClick={() => onMode(choice)}>
          <Icon size={14} aria-hidden />
          {label}
        </button>
      ))}
    </fieldset>
  );
}
