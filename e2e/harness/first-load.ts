import { gzipSync } from 'node:zlib';
import type { APIRequestContext } from '@playwright/test';

/** The scripts that a document asks for by itself, without those for browsers that know no modules. */
export const scriptsOf = (html: string): string[] => {
  const tags = html.match(/<script\b[^>]*>|<link\b[^>]*as="script"[^>]*>/g) ?? [];
  const paths = tags
    .filter((tag) => !/nomodule/i.test(tag))
    .map((tag) => /(?:src|href)="(\/_next\/[^"]+)"/.exec(tag)?.[1])
    .filter((path) => path !== undefined);
  return [...new Set(paths)];
};

/** How many bytes the scripts of a document weigh as they travel (gzip). */
export async function firstLoadBytes(request: APIRequestContext, console: string, html: string): Promise<number> {
  let bytes = 0;
  for (const path of scriptsOf(html))
    bytes += gzipSync(await (await request.get(console + path, { maxRetries: 3 })).body()).length;
  return bytes;
}
