/** One thing that a document would change. */
export interface ConfigChange {
  readonly section: string;
  readonly name: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly before?: unknown;
  readonly after?: unknown;
}

const signs = { create: '+', update: '~', delete: '-' } as const;

/** Changes as lines: what is made, changed and deleted, and of what is changed each field. */
export function changesText(changes: readonly ConfigChange[]): string {
  if (changes.length === 0) return 'Nothing changes.';
  return changes
    .flatMap(({ section, name, action, before, after }) => [
      `${signs[action]} ${section}.${name}`,
      ...(action === 'update' ? fieldsText(before, after) : []),
    ])
    .join('\n');
}

/** Each field that differs, as it was and as it will be. */
function fieldsText(before: unknown, after: unknown, path = ''): string[] {
  if (!isPlain(before) || !isPlain(after)) return [`    ${path}: ${said(before)} → ${said(after)}`];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .flatMap((name) => fieldsText(before[name], after[name], path === '' ? name : `${path}.${name}`));
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const said = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
