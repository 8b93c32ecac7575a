import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';

const html =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>live graph</title><link rel="icon" href="data:,">';
const kinds: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Bundles the bench page in memory and serves it on a free loopback port until it is closed. */
export async function servePage(): Promise<{
  readonly url: string;
  readonly bundleBytes: number;
  close(): Promise<void>;
}> {
  const here = import.meta.dirname;
  const { outputFiles } = await build({
    entryPoints: [path.join(here, 'page.tsx')],
    outdir: path.join(here, 'dist'),
    ...{
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      jsx: 'automatic',
      platform: 'browser',
      logLevel: 'error',
    },
    loader: { '.woff2': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const files = new Map(outputFiles.map((file) => [`/${path.basename(file.path)}`, file.contents]));
  const links = [...files.keys()]
    .filter((name) => name.endsWith('.css'))
    .map((name) => `<link rel="stylesheet" href="${name}">`);
  const page = `${html}${links.join('')}<body><script type="module" src="/page.js"></script>`;
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://page').pathname;
    const body = name === '/' ? page : files.get(name);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': kinds[path.extname(name)] ?? 'text/html' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    bundleBytes: files.get('/page.js')?.length ?? 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
