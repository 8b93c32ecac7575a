import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/**
 * The SQL that takes a database to the schema; empty when it is there. Prisma's own schema engine works it out, built as
 * WebAssembly: the native one would have to be downloaded. It introspects PGlite only.
 */
export async function schemaDiff(database: PGlite, schemaPath: string): Promise<string> {
  const content = await readFile(schemaPath, 'utf8');
  engineLoaded ??= loadEngine();
  await engineLoaded;
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: [[schemaPath, content]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(database)),
  );
  const files = { files: [{ path: schemaPath, content }] };
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', ...files, configDir: dirname(schemaPath) },
    to: { tag: 'schemaDatamodel', ...files },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  return exitCode === 0 ? '' : (stdout ?? '');
}

/** One instance per process: the module keeps views of its memory. */
let engineLoaded: Promise<void> | undefined;

/** The package's own entry imports its .wasm as a module, which Node 20 does not do. */
async function loadEngine(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engineModule });
  engineModule.__wbg_set_wasm(instance.exports);
  const start: unknown = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
}
