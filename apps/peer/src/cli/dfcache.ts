import { resolve } from 'node:path';
import { Failure } from '@damselfly/core';
import { connect, defaultSocketPath } from '@damselfly/sdk';
import { Command, Option } from 'commander';
import { version } from '../version.ts';
import { count, digest, duration, size } from './arguments.ts';
import { bringHome } from './bring-home.ts';
import { barProgress, jsonProgress, noProgress } from './progress.ts';
import { refuseExisting } from './received-file.ts';
import { spinning } from './spinner.ts';
import { localTasksText, replicatedTaskText } from './task-tables.ts';
import { jsonText, runTool, stopSignal } from './tool.ts';

const signal = stopSignal();
const callTimeoutMs = 60_000;

interface Common {
  readonly endpoint: string;
  readonly json: boolean;
}

const examples = `
Examples:
  dfcache import ./model.safetensors --persistent-replica-count 3 --ttl 24h
  dfcache export 7160a071…419e -O ./model.safetensors
  dfcache export 7160a071…419e -O - | tar x
  dfcache stat 7160a071…419e --json | jq .pinnedCopies
  dfcache delete 7160a071…419e

An import is kept by as many hosts as wanted until its time is over; a host that is lost is replaced by another.
Exit codes: 0 done; 1 it failed, and an output is as it was before; 2 wrong usage.`;

const program = new Command('dfcache')
  .description('Keeps files on several hosts of the peer-to-peer network, and gets them back.')
  .version(`dfcache ${version}`, '-V, --version')
  .addHelpText('after', examples)
  .exitOverride();

const command = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option('-e, --endpoint <socket>', "the daemon's unix socket", defaultSocketPath)
    .option('--json', 'JSON to standard output instead of text', false);

const timeout = (text: string, ms: number): Option =>
  new Option('--timeout <duration>', 'give up after this long').argParser(duration).default(ms, text);

interface ImportFlags extends Common {
  readonly contentForCalculatingTaskId?: string;
  readonly persistentReplicaCount: number;
  readonly pieceLength?: number;
  readonly application: string;
  readonly tag: string;
  readonly ttl: number;
  readonly timeout: number;
  readonly progress: boolean;
}

command('import', 'hand a file to the network, which keeps it on several hosts')
  .argument('<path>', 'the file')
  .option('--content-for-calculating-task-id <text>', 'names the file by this text; else all of it is read for its id')
  .addOption(
    new Option('--persistent-replica-count <n>', 'hosts that keep a copy').argParser(count(1, 1000)).default(2),
  )
  .option('--piece-length <size>', 'size of a piece, at least 4MiB (default: by the size of the file)', size)
  .option('--application <name>', 'application it belongs to; part of the id', '')
  .option('--tag <text>', 'free text; part of the id', '')
  .addOption(
    new Option('--ttl <duration>', 'how long it is kept, 5m to 7d').argParser(duration).default(3_600_000, '1h'),
  )
  .addOption(timeout('30m', 1_800_000))
  .option('--no-progress', 'show nothing while it works')
  .action(async (path: string, flags: ImportFlags) => {
    const { persistentReplicaCount, ttl, pieceLength, tag, application, contentForCalculatingTaskId } = flags;
    using daemon = await connect({ socketPath: flags.endpoint });
    const file = { path: resolve(path), copies: persistentReplicaCount, ttlMs: ttl, tag, application, pieceLength };
    const work = () =>
      daemon.files.import(
        { ...file, contentForTaskId: contentForCalculatingTaskId },
        { signal, timeoutMs: flags.timeout },
      );
    const quiet = flags.json || !flags.progress;
    const made = quiet ? await work() : await spinning(process.stderr, 'Importing...', work);
    process.stdout.write(flags.json ? `${jsonText(made)}\n` : `Done: ${made.id}\n`);
  });

interface ExportFlags extends Common {
  readonly output: string;
  readonly transferFromDfdaemon: boolean;
  readonly overwrite: boolean;
  readonly forceHardLink: boolean;
  readonly application: string;
  readonly tag: string;
  readonly timeout: number;
  readonly digest?: string;
  readonly progress: boolean;
}

command('export', 'get a file back from the hosts that keep it')
  .argument('<id>', 'the id that import printed')
  .requiredOption('-O, --output <path>', 'where to write the file; - writes to standard output')
  .option('--transfer-from-dfdaemon', 'let dfcache write the file instead of the daemon', false)
  .option('--overwrite', 'replace an existing file, once the new one is complete', false)
  .option('--force-hard-link', 'share the stored file instead of copying; the output must not be edited', false)
  .option('--application <name>', 'accepted for compatibility; the id says it already', '')
  .option('--tag <text>', 'accepted for compatibility; the id says it already', '')
  .addOption(timeout('2h', 7_200_000))
  .option('--digest <digest>', 'refuse the file unless it has this sha256:, sha512:, md5: or crc32: digest', digest)
  .option('--no-progress', 'show no progress bar')
  .action(async (id: string, flags: ExportFlags) => {
    const { json, overwrite, forceHardLink, digest: wanted, transferFromDfdaemon } = flags;
    if (flags.output === '-' && json) {
      throw new Failure('invalid', '--json and -O - both want standard output; use one of them');
    }
    const output = flags.output === '-' ? '-' : resolve(flags.output);
    if (output !== '-' && !overwrite) await refuseExisting(output);
    const now = () => performance.now();
    const progress = json
      ? jsonProgress(process.stdout, now)
      : flags.progress && output !== '-'
        ? barProgress(process.stderr, id, now)
        : noProgress();
    using daemon = await connect({ socketPath: flags.endpoint });
    const settings = { signal, timeoutMs: flags.timeout };
    await bringHome({ output, overwrite, transferFromDfdaemon, digest: wanted }, progress, signal, {
      written: () => daemon.files.export(id, { output, overwrite, hardLink: forceHardLink, digest: wanted }, settings),
      pieces: () => daemon.files.pieces(id, { digest: wanted }, settings),
    });
  });

command('stat', 'tell how many hosts keep a file')
  .argument('<id>', 'the id that import printed')
  .action(async (id: string, { endpoint, json }: Common) => {
    using daemon = await connect({ socketPath: endpoint });
    const found = await daemon.files.stat(id, { signal, timeoutMs: callTimeoutMs });
    process.stdout.write(`${json ? jsonText(found) : replicatedTaskText(found)}\n`);
  });

command('delete', 'delete a file on every host')
  .argument('<id>', 'the id that import printed')
  .action(async (id: string, { endpoint, json }: Common) => {
    using daemon = await connect({ socketPath: endpoint });
    await daemon.files.delete(id, { signal, timeoutMs: callTimeoutMs });
    process.stdout.write(json ? `${jsonText({ event: 'deleted', id })}\n` : `Deleted: ${id}\n`);
  });

command('list', 'list the copies on this host').action(async ({ endpoint, json }: Common) => {
  using daemon = await connect({ socketPath: endpoint });
  const found = await daemon.files.list({ signal, timeoutMs: callTimeoutMs });
  process.stdout.write(`${json ? jsonText(found) : localTasksText(found, true)}\n`);
});

await runTool(program, 'dfcache');
