import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { type Bundle, root } from './programs.ts';

/** Our own packages are bundled in; everything from the registry stays outside and is loaded from node_modules. */
const registryPackagesOutside: Plugin = {
  name: 'registry-packages-outside',
  setup(setup) {
    setup.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || path.startsWith('@damselfly/')) return undefined;
      return { path, external: true };
    });
  },
};

/** How one program is bundled: a single ES module for Node 20, with its source map beside. */
export function bundleOptions({ app, entry, out }: Bundle): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: [join(root, app, entry)],
    outfile: join(root, app, 'dist', out),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [registryPackagesOutside],
    ...(['dfget.js', 'dfcache.js', 'dfctl.js'].includes(out) ? { banner: { js: '#!/usr/bin/env node' } } : {}),
  };
}

/** Bundles programs, all at once. */
export async function bundleAll(bundles: readonly Bundle[]): Promise<void> {
  await Promise.all(bundles.map((bundle) => build(bundleOptions(bundle))));
}
