/** The chips with those of a text added: split at commas, semicolons and lines, each once, at most `max`. */
export function addChips(chips: readonly string[], text: string, max: number): readonly string[] {
  const wanted = text
    .split(/[\n,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return wanted.length === 0 ? chips : [...new Set([...chips, ...wanted])].slice(0, max);
}
