import { RE2JS, RE2JSException } from 're2js';

const maxPatternLength = 1024;
/** Compiled patterns are kept: they are tried for every peer that asks and every task that is looked at. */
const maxKept = 2000;
const kept = new Map<string, Pattern | undefined>();

/** A pattern in RE2's syntax, unanchored, which takes time in proportion to the text whatever it says. */
export interface Pattern {
  test(text: string): boolean;
}

/** The pattern a text means; undefined when it is none, or longer than 1024 characters. Dragonfly's Go and Rust read the same syntax. */
export function compilePattern(text: string): Pattern | undefined {
  if (text.length > maxPatternLength) return undefined;
  if (kept.has(text)) return kept.get(text);
  if (kept.size >= maxKept) kept.clear();
  const pattern = compile(text);
  kept.set(text, pattern);
  return pattern;
}

function compile(text: string): Pattern | undefined {
  try {
    const compiled = RE2JS.compile(text);
    return { test: (tried) => compiled.matcher(tried).find() };
  } catch (thrown) {
    if (thrown instanceof RE2JSException) return undefined;
    throw thrown;
  }
}
