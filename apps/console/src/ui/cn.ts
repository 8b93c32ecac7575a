import { type ClassValue, clsx } from 'clsx';

const sizes = '2xs|xs|sm|base|md|lg|xl|2xl';

/** Patterns of the utilities that the console overrides, with the property that each sets. */
const properties: readonly (readonly [RegExp, string])[] = [
  [/^(block|inline|inline-block|flex|inline-flex|grid|inline-grid|contents|hidden)$/, 'display'],
  [/^(static|fixed|absolute|relative|sticky)$/, 'position'],
  [/^-?(size|w|h|min-w|min-h|max-w|max-h|top|right|bottom|left|inset-x|inset-y|inset|z|order)-/, ''],
  [/^-?(m|mx|my|mt|mr|mb|ml|p|px|py|pt|pr|pb|pl|gap-x|gap-y|gap)-/, ''],
  [/^(items|justify|self|leading|tracking|opacity|line-clamp|aspect|animate|shadow)-/, ''],
  [new RegExp(`^text-(${sizes})$`), 'text-size'],
  [/^text-(left|center|right|start|end)$/, 'text-align'],
  [/^text-(balance|pretty|wrap|nowrap)$/, 'text-wrap'],
  [/^text-/, 'text-colour'],
  [/^font-(normal|medium|semibold|bold)$/, 'font-weight'],
  [/^font-(sans|mono)$/, 'font-family'],
  [/^bg-/, 'bg'],
  [/^border-(line|line-strong|accent|failed|transparent|origin|done)/, 'border-colour'],
  [/^rounded(-(none|sm|md|lg|full))?$/, 'rounded'],
  [/^overflow-(x|y)-/, ''],
  [/^overflow-[a-z]+$/, 'overflow'],
  [/^(flex-1|flex-none|flex-auto|flex-\[.*)$/, 'flex'],
  [/^(shrink|grow)(-0)?$/, ''],
  [/^(truncate|whitespace-)/, 'whitespace'],
];

/** What a shorthand sets besides itself. */
const covers: Readonly<Record<string, readonly string[]>> = {
  size: ['w', 'h'],
  p: ['px', 'py', 'pt', 'pr', 'pb', 'pl'],
  px: ['pl', 'pr'],
  py: ['pt', 'pb'],
  m: ['mx', 'my', 'mt', 'mr', 'mb', 'ml'],
  mx: ['ml', 'mr'],
  my: ['mt', 'mb'],
  gap: ['gap-x', 'gap-y'],
  inset: ['inset-x', 'inset-y', 'top', 'right', 'bottom', 'left'],
  'inset-x': ['left', 'right'],
  'inset-y': ['top', 'bottom'],
};

function propertyOf(utility: string): string | undefined {
  for (const [pattern, name] of properties) {
    const match = pattern.exec(utility);
    if (match !== null) return name === '' ? match[1] : name;
  }
  return undefined;
}

/** Joins class names; of two that set the same property in the same state (`hover:`, `sm:`) the later wins. */
export function cn(...values: ClassValue[]): string {
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const name of clsx(...values)
    .split(' ')
    .reverse()) {
    const at = name.startsWith('[') ? -1 : name.lastIndexOf(':', name.includes('[') ? name.indexOf('[') : undefined);
    const state = name.slice(0, at + 1);
    const property = propertyOf(name.slice(at + 1));
    if (name === '' || (property !== undefined && taken.has(state + property))) continue;
    kept.push(name);
    if (property === undefined) continue;
    taken.add(state + property);
    for (const covered of covers[property] ?? []) taken.add(state + covered);
  }
  return kept.reverse().join(' ');
}
