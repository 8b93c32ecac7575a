import { resolve } from 'node:path';
import { Failure, minPieceLengthBytes } from '@damselfly/core';
import { defaultSocketPath, type SourceAccess } from '@damselfly/sdk';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type AccessFlags, accessOf, addAccessFlags } from './access-options.ts';
import { addHeader, append, count, digest, duration, size } from './arguments.ts';

/** What the command line asks for, checked. */
export interface DfgetOptions {
  readonly url: string;
  /** The URL names a folder, and everything below it is wanted. */
  readonly folder: boolean;
  /** Only these paths below the folder. */
  readonly includeFiles: readonly string[];
  readonly maxFiles: number;
  /** Files of a folder at once. */
  readonly maxConcurrentRequests: number;
  readonly access: SourceAccess;
  /** Absolute path, or `-` for standard output. */
  readonly output: string;
  readonly overwrite: boolean;
  readonly forceHardLink: boolean;
  readonly transferFromDfdaemon: boolean;
  readonly digest: string | undefined;
  readonly range: { readonly start: number; readonly length: number } | undefined;
  readonly timeoutMs: number;
  readonly pieceLength: number | undefined;
  readonly priority: number;
  readonly application: string;
  readonly tag: string;
  readonly header: Readonly<Record<string, string>>;
  readonly filteredQueryParams: readonly string[] | undefined;
  readonly contentForTaskId: string | undefined;
  readonly disableBackToSource: boolean;
  readonly endpoint: string;
  readonly requireDaemon: boolean;
  readonly progress: boolean;
  readonly json: boolean;
}

const examples = `
Examples:
  dfget https://example.com/model.bin -O model.bin
  dfget https://example.com/model.bin -O model.bin --digest sha256:9f86d081…0a08
  dfget https://example.com/private.tar -O private.tar -H "Authorization: Bearer TOKEN"
  dfget https://example.com/data.csv -O - | head
  dfget https://example.com/big.iso -O big.iso --json | jq .doneBytes
  dfget -r s3://models/llama/ -O ./llama --storage-region eu-west-1 -I '*.json' -I 'weights/**'
  dfget -r https://example.com/models/ -O ./models -I config.json -I weights/part-1.bin

A folder is downloaded with -r; in object stores also when the address ends with /. The web has no folders: name its files with -I.
DFGET_PIECE_LENGTH in the environment stands for --piece-length, and so for the others; not for output, header, digest and endpoint.

Without a daemon dfget downloads by itself; what it got of a file stays beside it, and the same command goes on from there.

Exit codes: 0 the file is complete and, with --digest, verified; 1 it is not, and the output is as it was before; 2 wrong usage.`;

/** The command with its help; `run` is called with checked options. */
export function dfgetCommand(version: string, run: (options: DfgetOptions) => Promise<void>): Command {
  const command = new Command('dfget')
    .description('Downloads a file through the peer-to-peer network, by way of the dfdaemon of this machine.')
    .version(`dfget ${version}`, '-V, --version')
    .argument('<url>', 'address of the file, or of a folder')
    .requiredOption('-O, --output <path>', 'where to write the file, or into which folder; - is standard output')
    .option('--overwrite', 'replace an existing file, once the new one is complete', false)
    .option('--digest <digest>', 'refuse the file unless it has this sha256:, sha512:, md5: or crc32: digest', digest)
    .option('--range <from-to>', 'only these bytes, counted from 0, e.g. 0-1023', byteRange)
    .option('-H, --header <name: value>', 'header for the origin; may be repeated', addHeader, {})
    .addOption(
      new Option('--timeout <duration>', 'give up after this long').argParser(duration).default(7_200_000, '2h'),
    )
    .option('--piece-length <size>', 'size of a piece, at least 4MiB (default: by the size of the file)', size)
    .addOption(
      new Option('-p, --priority <0-6>', 'priority; decides who may go to the source')
        .argParser(count(0, 6))
        .default(6),
    )
    .option('--application <name>', 'application the download belongs to; part of the task id', '')
    .option('--tag <text>', 'free text; part of the task id', '')
    .option(
      '--filtered-query-param <name>',
      'query parameter that does not name content; may be repeated (default: signatures of the object stores)',
      append,
    )
    .option('--content-for-calculating-task-id <text>', 'names the task by this text instead of the address')
    .option('--disable-back-to-source', 'fail rather than let this peer ask the origin', false)
    .option('--force-hard-link', 'share the stored file instead of copying; the output must not be edited', false)
    .option('--transfer-from-dfdaemon', 'let dfget write the file instead of the daemon', false)
    .option('-e, --endpoint <socket>', "the daemon's unix socket", defaultSocketPath)
    .option('--require-daemon', 'fail when no daemon listens, rather than download without one', false)
    .option('--no-progress', 'show no progress bar')
    .option('--json', 'write progress and result as JSON lines to standard output', false)
    .option('-r, --recursive', 'download everything below the address', false)
    .option(
      '-I, --include-files <path>',
      'only this path below the folder, perhaps with *, ? or **; may be repeated',
      append,
    )
    .addOption(
      new Option('--max-files <n>', 'refuse a folder with more files').argParser(count(1, 100_000)).default(100),
    )
    .addOption(
      new Option('--max-concurrent-requests <n>', 'files of a folder at once').argParser(count(1, 100)).default(5),
    )
    .addHelpText('after', examples)
    .action(async (url: string, given: Given) => run(toOptions(url, given)));
  return addAccessFlags(command);
}

/** What commander hands over, by option name. */
interface Given extends AccessFlags {
  output: string;
  recursive: boolean;
  includeFiles?: string[];
  maxFiles: number;
  maxConcurrentRequests: number;
  overwrite: boolean;
  digest?: string;
  range?: { start: number; length: number };
  header: Record<string, string>;
  timeout: number;
  pieceLength?: number;
  priority: number;
  application: string;
  tag: string;
  filteredQueryParam?: string[];
  contentForCalculatingTaskId?: string;
  disableBackToSource: boolean;
  forceHardLink: boolean;
  transferFromDfdaemon: boolean;
  endpoint: string;
  requireDaemon: boolean;
  progress: boolean;
  json: boolean;
}

function toOptions(text: string, given: Given): DfgetOptions {
  const { output, json, range, digest: wanted, pieceLength, includeFiles = [], recursive } = given;
  const address = parseUrl(text);
  const isWeb = address.protocol === 'http:' || address.protocol === 'https:';
  // On the web a page may well end with a slash.
  const folder = recursive || (!isWeb && address.pathname.endsWith('/'));
  if (folder && !address.pathname.endsWith('/')) address.pathname += '/';
  if (pieceLength !== undefined && pieceLength < minPieceLengthBytes)
    throw new Failure('invalid', '--piece-length must be at least 4MiB');
  if (output === '-' && json)
    throw new Failure('invalid', '--json and -O - both want standard output; use one of them');
  if (folder && (output === '-' || range !== undefined || wanted !== undefined || given.contentForCalculatingTaskId))
    throw new Failure(
      'invalid',
      'a folder goes into a folder; -O -, --range, --digest and --content-for-calculating-task-id are for one file',
    );
  if (includeFiles.length > 0 && !folder) throw new Failure('invalid', '-I chooses files of a folder; add -r');
  for (const path of includeFiles) {
    if (path.startsWith('/') || path.split('/').some((name) => name === '' || name === '.' || name === '..'))
      throw new Failure('invalid', `-I "${path}" must be a path below the folder, without "." and ".."`);
  }
  return {
    // Anything but a folder stays to the letter: the address is part of the task's id.
    url: folder ? address.toString() : text,
    ...{ folder, includeFiles, json, range, pieceLength, digest: wanted, access: accessOf(address, given) },
    output: output === '-' ? '-' : resolve(output),
    overwrite: given.overwrite,
    forceHardLink: given.forceHardLink,
    transferFromDfdaemon: given.transferFromDfdaemon,
    timeoutMs: given.timeout,
    priority: given.priority,
    application: given.application,
    tag: given.tag,
    header: given.header,
    filteredQueryParams: given.filteredQueryParam,
    contentForTaskId: given.contentForCalculatingTaskId,
    disableBackToSource: given.disableBackToSource,
    endpoint: given.endpoint,
    requireDaemon: given.requireDaemon,
    progress: given.progress,
    maxFiles: given.maxFiles,
    maxConcurrentRequests: given.maxConcurrentRequests,
  };
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new Failure('invalid', `"${text}" is no address; write it whole, like https://example.com/file`, { cause });
  }
}

function byteRange(text: string): { start: number; length: number } {
  const match = /^(\d+)-(\d+)$/.exec(text);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || !Number.isSafeInteger(end) || end < start)
    throw new InvalidArgumentError('write FIRST-LAST, e.g. 0-1023');
  return { start, length: end - start + 1 };
}
