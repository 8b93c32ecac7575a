import { Failure } from '@damselfly/core';

/** Deeper than anything we ask for; whoever walks a value may do so by calling itself. */
const maxDepth = 64;

/**
 * Throws `invalid` for a value that came from outside and cannot be kept: one that is nested too deeply, or has the
 * character NUL in a text, which PostgreSQL takes in none.
 */
export function demandStorable(value: unknown, name: string): void {
  const left: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value: one, depth } = next;
    if (typeof one === 'string' && one.includes('\0')) throw new Failure('invalid', `${name}: holds the character NUL`);
    if (typeof one !== 'object' || one === null) continue;
    if (depth >= maxDepth) throw new Failure('invalid', `${name}: is nested more than ${maxDepth} deep`);
    for (const [key, inner] of Object.entries(one))
      left.push({ value: key, depth }, { value: inner, depth: depth + 1 });
  }
}
