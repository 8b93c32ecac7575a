import { join } from 'node:path';

/** JavaScript, as Next would announce the compilation of a TypeScript one on standard output, which is ours. */
/** @type {import('next').NextConfig} */
const config = {
  turbopack: { root: join(import.meta.dirname, '../..') },
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  transpilePackages: ['@damselfly/core'],
  // Both cost first-load scripts and serve cached shells, which pages made anew for each request do not have.
  experimental: { optimisticRouting: false, prefetchInlining: false },
  // Types are checked by `npm run check`, over the whole repository and once.
  typescript: { ignoreBuildErrors: true },
};

export default config;
