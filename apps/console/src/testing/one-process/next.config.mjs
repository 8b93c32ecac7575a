import { join } from 'node:path';

/** @type {import('next').NextConfig} */
const config = {
  turbopack: { root: join(import.meta.dirname, '../../../../..') },
  typescript: { ignoreBuildErrors: true, tsconfigPath: '../../../tsconfig.json' },
};

export default config;
