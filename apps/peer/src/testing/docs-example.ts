import { readFile } from 'node:fs/promises';

/** The first TypeScript example of a page of the documentation; `page` is its name in `docs`. */
export async function exampleOf(page: string): Promise<string> {
  const text = await readFile(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8');
  const found = /^```ts\n([\s\S]*?)^```$/m.exec(text)?.[1];
  if (found === undefined) throw new Error(`docs/${page} has no example`);
  return found;
}
