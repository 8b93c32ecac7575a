import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { Mutant } from '../core/testing/mutants.ts';
import type * as Properties from '../core/testing/properties.ts';

/** The properties around a core of their own. */
export interface MutatedProperties {
  readonly properties: typeof Properties.properties;
  readonly counterexample: typeof Properties.counterexample;
}

const entry = join(import.meta.dirname, '../core/testing/properties.ts');

/** Builds the core once more with the bug in it, and the properties with that core. */
export async function mutatedProperties(mutant: Mutant): Promise<MutatedProperties> {
  let planted = false;
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    plugins: [
      {
        name: 'plant a bug',
        setup({ onLoad }) {
          onLoad({ filter: /\/core\/[a-z-]+\.ts$/ }, async ({ path }) => {
            const text = await readFile(path, 'utf8');
            if (basename(path) !== mutant.file || !path.includes('/scheduler/'))
              return { contents: text, loader: 'ts' };
            planted = text.split(mutant.find).length === 2;
            return { contents: text.replace(mutant.find, () => mutant.replace), loader: 'ts' };
          });
        },
      },
    ],
  });
  if (!planted) throw new Error(`"${mutant.find}" does not stand once in ${mutant.file}`);
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)) as MutatedProperties;
}
