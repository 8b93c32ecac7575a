import { join } from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  turbopack: { root: join(import.meta.dirname, '../..') },
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  transpilePackages: ['@damselfly/core'],
  serverExternalPackages: ['@grpc/grpc-js', '@electric-sql/pglite', 'pg', 'pino'],
  // Types are checked by `npm run check`, over the whole repository and once.
  typescript: { ignoreBuildErrors: true },
};

export default config;
