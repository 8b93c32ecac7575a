import type { LucideIcon } from 'lucide-react';

/** Something the palette offers. */
export interface Command {
  readonly id: string;
  readonly group: 'pages' | 'actions' | 'tasks' | 'hosts' | 'clusters' | 'help';
  readonly label: string;
  readonly note?: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

/** Commands in whose name each typed word begins a word or stands somewhere; those that begin with it first. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...commands];
  return commands
    .map((command) => ({ command, rank: rankOf(`${command.label} ${command.note ?? ''}`.toLowerCase(), words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ command }) => command);
}

function rankOf(text: string, words: readonly string[]): number {
  let rank = 0;
  for (const word of words) {
    if (!text.includes(word)) return 0;
    rank += text.startsWith(word) ? 3 : text.includes(` ${word}`) ? 2 : 1;
  }
  return rank;
}
