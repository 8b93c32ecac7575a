import { Columns2, List, Workflow } from 'lucide-react';
import { useWords } from './use-words.ts';
import styles from './view-switch.module.css';

export type ViewMode = 'graph' | 'list' | 'both';

const choices = [
  { mode: 'graph', Icon: Workflow },
  { mode: 'list', Icon: List },
  { mode: 'both', Icon: Columns2 },
] as const;

/** Graph, list, or both side by side. */
export function ViewSwitch({ mode, onMode }: { readonly mode: ViewMode; readonly onMode: (mode: ViewMode) => void }) {
  const t = useWords().t.tools;
  return (
    <fieldset className={styles.switch}>
      <legend className={styles.name}>View</legend>
      {choices.map(({ mode: choice, Icon }) => (
        <button key={choice} type="button" aria-pressed={choice === mode} onClick={() => onMode(choice)}>
          <Icon size={14} aria-hidden />
          {t[choice]}
        </button>
      ))}
    </fieldset>
  );
}
