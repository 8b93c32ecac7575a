import { resolve } from 'node:path';
import { Failure, minPieceLengthBytes } from '@damselfly/core';
import { defaultSocketPath } from '@damselfly/sdk';
import { Command, InvalidArgumentError, Option } from 'commander';
import { addHeader, append, count, digest, duration, size } from './arguments.ts';

/** What the command line asks for, checked. */
export interface DfgetOptions {
  readonly url: string;
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

Without a daemon dfget downloads by itself; what it got of a file stays beside it, and the same command goes on from there.

Exit codes: 0 the file is complete and, with --digest, verified; 1 it is not, and the output is as it was before; 2 wrong usage.`;

/** The command with its help; `run` is called with checked options. */
export function dfgetCommand(version: string, run: (options: DfgetOptions) => Promise<void>): Command {
  return new Command('dfget')
    .description('Downloads a file through the peer-to-peer network, by way of the dfdaemon of this machine.')
    .version(`dfget ${version}`, '-V, --version')
    .argument('<url>', 'http or https address of the file')
    .requiredOption('-O, --output <path>', 'where to write the file; - writes to standard output')
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
    .addHelpText('after', examples)
    .action(async (url: string, given: Given) => run(toOptions(url, given)));
}

/** What commander hands over, by option name. */
interface Given {
  output: string;
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

function toOptions(url: string, given: Given): DfgetOptions {
  const { protocol } = parseUrl(url);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new Failure('invalid', `dfget cannot read ${protocol}// addresses; use http:// or https://`);
  }
  const {
    output,
    timeout,
    filteredQueryParam,
    contentForCalculatingTaskId,
    pieceLength,
    digest: wanted,
    range,
    ...rest
  } = given;
  if (pieceLength !== undefined && pieceLength < minPieceLengthBytes)
    throw new Failure('invalid', '--piece-length must be at least 4MiB');
  if (output === '-' && given.json)
    throw new Failure('invalid', '--json and -O - both want standard output; use one of them');
  return {
    ...rest,
    url,
    output: output === '-' ? '-' : resolve(output),
    timeoutMs: timeout,
    digest: wanted,
    range,
    pieceLength,
    filteredQueryParams: filteredQueryParam,
    contentForTaskId: contentForCalculatingTaskId,
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
