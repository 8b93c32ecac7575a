import { readFile } from 'node:fs/promises';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { parseBytes, parseDurationMs } from '../units.ts';

const readWith = (read: (text: string) => number) => (value: string | number, context: z.RefinementCtx) => {
  try {
    return typeof value === 'number' ? value : read(value);
  } catch (cause) {
    context.addIssue({ code: 'custom', message: Failure.from(cause).message });
    return z.NEVER;
  }
};

/** A size in bytes, written `64MiB`, `50GB` or as a number. */
export const bytesSetting = z.union([z.string(), z.int().nonnegative()]).transform(readWith(parseBytes));
/** A duration in milliseconds, written `30s`, `2h 5m`, or as a number of milliseconds. */
export const durationSetting = z.union([z.string(), z.int().nonnegative()]).transform(readWith(parseDurationMs));
/** A TCP or UDP port; 0 takes a free one. */
export const portSetting = z.int().min(0).max(65535);

const unused = z.registry<{ why: string }>();

/** A key of another program's file that may stay in it and changes nothing; `why` is told to whoever sets it. */
export const unusedSetting = (why: string) =>
  z.unknown().optional().describe(`Dragonfly's; taken and not used: ${why}.`).register(unused, { why });

/** A key of another program's file that would be missed if it did nothing: whoever sets it is told why it is refused. */
export const refusedSetting = (why: string) =>
  z.never({ error: why }).optional().describe(`Dragonfly's; refused: ${why}.`);

/** The keys set in a configuration that change nothing, with the reason. */
export function unusedSettings(schema: z.core.$ZodType, config: unknown): { key: string; why: string }[] {
  const inner = unwrap(schema);
  const why = unused.get(schema)?.why;
  if (why !== undefined) return config === undefined ? [] : [{ key: '', why }];
  const values = z.record(z.string(), z.unknown()).safeParse(config);
  if (!(inner instanceof z.ZodObject) || !values.success) return [];
  return Object.entries(inner.shape).flatMap(([key, child]) =>
    unusedSettings(child, values.data[key]).map((found) => ({
      ...found,
      key: found.key === '' ? key : `${key}.${found.key}`,
    })),
  );
}

export interface ConfigSource {
  /** The YAML file; absent means defaults only. A missing file is an error when it was named. */
  readonly file?: string | undefined;
  /** Settings can be overridden as `<PREFIX>_<PATH_IN_UPPER_SNAKE>`, e.g. `DAMSELFLY_PEER_STORAGE_DIR`. */
  readonly envPrefix: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Reads, overrides and checks a program's configuration, once. Throws `invalid` that names each wrong key. */
export async function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  source: ConfigSource,
): Promise<z.output<Schema>> {
  const env = source.env ?? process.env;
  const raw = source.file === undefined ? {} : await readYaml(source.file);
  for (const path of settingPaths(schema)) {
    const name = [source.envPrefix, ...path.map(upperSnake)].join('_');
    const value = env[name];
    if (value !== undefined) setPath(raw, path, parseYaml(value));
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .map(({ path, message }) => `  ${path.join('.') || '(top level)'}: ${message}`)
    .join('\n');
  throw new Failure('invalid', `the configuration${source.file ? ` ${source.file}` : ''} is wrong:\n${issues}`);
}

async function readYaml(file: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new Failure(
      'invalid',
      `cannot read the configuration ${file}: ${cause instanceof Error ? cause.message : 'unknown cause'}`,
      { cause },
    );
  }
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (cause) {
    throw new Failure('invalid', `${file} is no YAML: ${cause instanceof Error ? cause.message : 'unknown cause'}`, {
      cause,
    });
  }
  if (value === null) return {};
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success) throw new Failure('invalid', `${file} must hold keys and values at its top level`);
  return object.data;
}

/** The path of every leaf setting of a schema, in order. */
export function settingPaths(schema: z.core.$ZodType, path: readonly string[] = []): string[][] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [[...path]];
  return Object.entries(inner.shape).flatMap(([key, child]) => settingPaths(child, [...path, key]));
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  ) {
    return unwrap(schema.def.innerType);
  }
  return schema;
}

/** `concurrentPieceCount` → `CONCURRENT_PIECE_COUNT`. */
export const upperSnake = (key: string): string => key.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();

function setPath(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    root[head] = value;
    return;
  }
  const child = z.record(z.string(), z.unknown()).safeParse(root[head] ?? {});
  const next = child.success ? child.data : {};
  root[head] = next;
  setPath(next, rest, value);
}
