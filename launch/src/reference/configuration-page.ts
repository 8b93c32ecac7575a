import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { settingPaths, upperSnake } from '@damselfly/core/node';
import { z } from 'zod';
import { consoleConfig } from '../../../apps/console/src/config.ts';
import { peerConfig } from '../../../apps/peer/src/config.ts';
import { schedulerConfig } from '../../../apps/scheduler/src/config.ts';

const programs = [
  { title: 'Console', file: 'console.yaml', prefix: 'DAMSELFLY_CONSOLE', schema: consoleConfig },
  { title: 'Scheduler', file: 'scheduler.yaml', prefix: 'DAMSELFLY_SCHEDULER', schema: schedulerConfig },
  { title: 'Peer (dfdaemon)', file: 'dfdaemon.yaml', prefix: 'DAMSELFLY_PEER', schema: peerConfig },
] as const;

/** The text of docs/configuration.md, from the schemas the programs check their files with. */
export async function configurationPage(): Promise<string> {
  const head = `# Configuration

Written by \`npm run generate\` from the schemas; do not edit. Each program reads one YAML file given with \`--config\`.
A key that is not listed is an error that names it. Every key can be overridden by the environment variable beside it.
Sizes are written \`64MiB\` or \`50GB\`, durations \`30s\` or \`2h 5m\`.
`;
  return [head, ...programs.map(section)].join('\n');
}

function section({ title, prefix, schema }: (typeof programs)[number]): string {
  const rows = settingPaths(schema).map((path) => {
    const setting = settingAt(schema, path);
    return `| \`${path.join('.')}\` | ${defaultOf(setting)} | ${describe(setting)} | \`${[prefix, ...path.map(upperSnake)].join('_')}\` |`;
  });
  return `## ${title}\n\n| key | default | meaning | environment |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function settingAt(schema: z.core.$ZodType, path: readonly string[]): z.core.$ZodType {
  const [head, ...rest] = path;
  if (head === undefined) return schema;
  const object = bare(schema);
  const child = object instanceof z.ZodObject ? object.shape[head] : undefined;
  return child === undefined ? schema : settingAt(child, rest);
}

function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  )
    return bare(schema.def.innerType);
  return schema;
}

function defaultOf(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return valueText(schema.def.defaultValue);
  return schema instanceof z.ZodOptional ? 'unset' : '**required**';
}

/** A default as text; one that was read off this machine is said in words, so that the page is the same everywhere. */
function valueText(value: unknown): string {
  if (value === hostname()) return "the machine's name";
  if (typeof value === 'string' && isIP(value) !== 0 && value !== '127.0.0.1' && value !== '0.0.0.0')
    return "the machine's address";
  return `\`${JSON.stringify(value)}\``;
}

function describe(schema: z.core.$ZodType): string {
  const own = z.globalRegistry.get(schema)?.description;
  if (own !== undefined) return own.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const hasInner =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable;
  return hasInner ? describe(schema.def.innerType) : '';
}
