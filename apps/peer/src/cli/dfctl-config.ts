import { readFile, writeFile } from 'node:fs/promises';
import { Failure } from '@damselfly/core';
import type { Command } from 'commander';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { count } from './arguments.ts';
import { changesText } from './config-changes.ts';
import { type ConsoleApi, consoleApi } from './console-api.ts';
import { jsonText } from './tool.ts';

const base = '/api/v2/config';
const changed = z.object({
  changes: z.array(
    z.object({
      ...{ section: z.string(), name: z.string(), action: z.enum(['create', 'update', 'delete']) },
      ...{ before: z.unknown(), after: z.unknown() },
    }),
  ),
  revision: z.int().optional(),
});
type Changed = z.output<typeof changed>;
const revisions = z.object({
  items: z.array(
    z.object({ revision: z.int(), at: z.string(), comment: z.string(), author: z.object({ name: z.string() }) }),
  ),
});

interface Common {
  readonly console: string;
  readonly token?: string;
  readonly json: boolean;
}
interface Applying extends Common {
  readonly prune: boolean;
  readonly dryRun: boolean;
  readonly comment: string;
}

const help = `
The file is YAML with the sections roles, clusters, applications, quotas and schedules; one that is left out stays as it is.

Examples:
  dfctl config export -o platform.yaml
  dfctl config diff platform.yaml --prune
  dfctl config apply platform.yaml --dry-run --comment "more room for training"
  dfctl config rollback 3

Exit codes: 0 done or nothing to do, 1 failed, 2 a diff or a dry run found something that would change.`;

/** `dfctl config …`: the configuration of a tenant as a file. */
export function addConfigCommands(program: Command, signal: AbortSignal): void {
  const config = program.command('config').description('the configuration as a file').addHelpText('after', help);
  const command = (name: string, description: string): Command =>
    config
      .command(name)
      .description(description)
      .option('--console <url>', 'address of the console', process.env.DAMSELFLY_CONSOLE ?? 'http://127.0.0.1:8080')
      .option('--token <token>', 'token of an administrator (default: $DAMSELFLY_TOKEN)')
      .option('--json', 'JSON instead of text', false);
  const open = (flags: Common): ConsoleApi =>
    consoleApi(flags.console, flags.token ?? process.env.DAMSELFLY_TOKEN, signal);
  const say = ({ json }: Common, value: unknown, text: () => string) =>
    process.stdout.write(`${json ? jsonText(value) : text()}\n`);
  const diff = async (api: ConsoleApi, flags: Common, document: unknown, prune: boolean) => {
    const found = changed.parse(await api.ask('POST', `${base}/diff`, { document, prune }));
    say(flags, found, () => changesText(found.changes));
    if (found.changes.length > 0) process.exitCode = 2;
  };
  const apply = async (api: ConsoleApi, flags: Applying, document: unknown) => {
    const { prune, comment } = flags;
    if (flags.dryRun) return diff(api, flags, document, prune);
    const done = changed.parse(await api.ask('POST', `${base}/apply`, { document, prune, comment }));
    say(flags, done, () => [changesText(done.changes), revisionText(done)].filter(Boolean).join('\n'));
  };

  command('export', 'write what is configured, always in the same order')
    .option('-o, --output <file>', 'a file instead of the standard output')
    .action(async (flags: Common & { readonly output?: string }) => {
      const document = await open(flags).ask('GET', base);
      const text = flags.json ? `${jsonText(document)}\n` : stringify(document, { lineWidth: 0 });
      if (flags.output === undefined) process.stdout.write(text);
      else await writeFile(flags.output, text);
    });
  command('diff', 'tell what a file would change')
    .argument('<file>', 'YAML or JSON; - is the standard input')
    .option('--prune', 'what a section of the file does not name would be deleted', false)
    .action(async (file: string, flags: Common & { readonly prune: boolean }) => {
      await diff(open(flags), flags, await documentIn(file), flags.prune);
    });
  command('apply', 'make the configuration what a file says')
    .argument('<file>', 'YAML or JSON; - is the standard input')
    .option('--prune', 'delete what a section of the file does not name', false)
    .option('--dry-run', 'only tell what would change', false)
    .option('--comment <text>', 'why; kept in the history', '')
    .action(async (file: string, flags: Applying) => apply(open(flags), flags, await documentIn(file)));
  command('history', 'list what was applied, the newest first').action(async (flags: Common) => {
    const { items } = revisions.parse(await open(flags).ask('GET', `${base}/revisions`));
    say(flags, { items }, () =>
      items.length === 0
        ? 'Nothing was applied yet.'
        : items.map(({ revision, at, author, comment }) => `${revision}  ${at}  ${author.name}  ${comment}`).join('\n'),
    );
  });
  command('rollback', 'make the configuration what it was after a revision')
    .argument('<revision>', 'its number in the history', count(1, 2 ** 31 - 1))
    .option('--dry-run', 'only tell what would change', false)
    .action(async (revision: number, flags: Common & { readonly dryRun: boolean }) => {
      const api = open(flags);
      const document = await api.ask('GET', `${base}/revisions/${revision}`);
      await apply(api, { ...flags, prune: true, comment: `back to revision ${revision}` }, document);
    });
}

const revisionText = ({ revision }: Changed): string => (revision === undefined ? '' : `Kept as revision ${revision}.`);

async function documentIn(file: string): Promise<unknown> {
  const text = file === '-' ? await standardInput() : await read(file);
  try {
    return parse(text);
  } catch (cause) {
    throw new Failure('invalid', `${file} is no YAML: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Failure('notFound', `${file} cannot be read: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}

async function standardInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
