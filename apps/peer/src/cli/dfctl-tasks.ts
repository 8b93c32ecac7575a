import { Failure } from '@damselfly/core';
import { connect, type Daemon, defaultSocketPath } from '@damselfly/sdk';
import { type Command, Option } from 'commander';
import { addStorageFlags } from './access-options.ts';
import { addHeader, append, count, duration, size } from './arguments.ts';
import { type PreheatFlags, preheat } from './preheat.ts';
import { localTasksText, replicatedTaskText, taskText } from './task-tables.ts';
import { jsonText } from './tool.ts';

const callTimeoutMs = 60_000;

interface Common {
  readonly endpoint: string;
  readonly json: boolean;
}

const say = (json: boolean, value: unknown, text: () => string) =>
  process.stdout.write(`${json ? jsonText(value) : text()}\n`);

/** `dfctl task …`, `dfctl persistent-task …` and `dfctl persistent-cache-task …`. */
export function addTaskCommands(program: Command, signal: AbortSignal): void {
  const settings = { signal, timeoutMs: callTimeoutMs };
  const ofDaemon = (parent: Command, name: string, description: string): Command =>
    parent
      .command(name)
      .description(description)
      .option('-e, --endpoint <socket>', "the daemon's unix socket", defaultSocketPath)
      .option('--json', 'JSON instead of text', false);
  const asked = async <T>({ endpoint }: Common, ask: (daemon: Daemon) => Promise<T>): Promise<T> => {
    using daemon = await connect({ socketPath: endpoint });
    return await ask(daemon);
  };

  const task = program.command('task').description('tasks of this host, and fetching ahead of use');
  ofDaemon(task, 'ls', 'list the tasks on this host').action(async (flags: Common) => {
    const tasks = await asked(flags, (daemon) => daemon.list(settings));
    say(flags.json, tasks, () => localTasksText(tasks, false));
  });
  ofDaemon(task, 'stat', 'tell what this host and the scheduler know of a task')
    .argument('<id>', 'id of the task')
    .action(async (id: string, flags: Common) => {
      const [here, swarm] = await asked(flags, (daemon) =>
        Promise.all([unlessUnknown(daemon.statLocal(id, settings)), unlessUnknown(daemon.stat(id, settings))]),
      );
      if (here === undefined && swarm === undefined) throw new Failure('notFound', `nobody knows a task ${id}`);
      say(flags.json, { here, swarm }, () => taskText(here, swarm));
    });
  ofDaemon(task, 'rm', 'delete a task on this host')
    .argument('<id>', 'id of the task')
    .action(async (id: string, flags: Common) => {
      await asked(flags, (daemon) => daemon.delete(id, settings));
      say(flags.json, { event: 'deleted', id }, () => `Deleted: ${id}`);
    });
  ofDaemon(task, 'watch', 'tell how tasks of this host come, grow and go, until interrupted')
    .argument('[id]', 'only this task')
    .action(async (id: string | undefined, flags: Common) => {
      using daemon = await connect({ socketPath: flags.endpoint });
      try {
        for await (const event of daemon.events({ signal, ...(id === undefined ? {} : { task: id }) })) {
          say(flags.json, event, () =>
            event.kind === 'removed'
              ? `${event.task}  removed`
              : `${event.task}  ${event.state}  ${event.storedBytes}/${event.contentLength ?? '?'} bytes`,
          );
        }
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      }
    });
  addPreheat(task, signal);

  const objects = program.command('persistent-task').description('objects of object stores that hosts keep copies of');
  const files = program.command('persistent-cache-task').description('files that hosts keep for each other');
  for (const [parent, part] of [
    [objects, (daemon: Daemon) => daemon.objects],
    [files, (daemon: Daemon) => daemon.files],
  ] as const) {
    ofDaemon(parent, 'ls', 'list the copies on this host').action(async (flags: Common) => {
      const tasks = await asked(flags, (daemon) => part(daemon).list(settings));
      say(flags.json, tasks, () => localTasksText(tasks, true));
    });
    ofDaemon(parent, 'stat', 'tell how many copies there are')
      .argument('<id>', 'id of the task')
      .action(async (id: string, flags: Common) => {
        const found = await asked(flags, (daemon) => part(daemon).stat(id, settings));
        say(flags.json, found, () => replicatedTaskText(found));
      });
    ofDaemon(parent, 'rm', 'delete every copy')
      .argument('<id>', 'id of the task')
      .action(async (id: string, flags: Common) => {
        await asked(flags, (daemon) => part(daemon).delete(id, settings));
        say(flags.json, { event: 'deleted', id }, () => `Deleted: ${id}`);
      });
  }
}

function addPreheat(task: Command, signal: AbortSignal): void {
  const command = task
    .command('preheat')
    .description('have a file or an image fetched before it is needed')
    .argument('<url>', 'http(s):// of a file, or oci://registry/repository:tag')
    .requiredOption('--scheduler-endpoint <host:port>', "the scheduler's gRPC address")
    .addOption(
      new Option('--scope <scope>', 'who fetches it')
        .choices(['single_seed_peer', 'all_seed_peers', 'all_peers'])
        .default('all_seed_peers'),
    )
    .option('--ip <address>', 'only these hosts; may be repeated', append)
    .option('--percentage <n>', 'only this share of the hosts', count(1, 100))
    .option('--count <n>', 'only this many hosts', count(1, 200))
    .addOption(new Option('--concurrent-task-count <n>', 'files at once').argParser(count(1, 100)).default(4))
    .option('--concurrent-peer-count <n>', 'hosts at once', count(1, 1000))
    .option('--platform <os/arch>', 'which image of a list')
    .option('--username <name>', 'at the registry')
    .option('--password <password>', 'at the registry')
    .option('--piece-length <size>', 'size of a piece, at least 4MiB (default: by the size of the file)', size)
    .option('--tag <text>', 'free text; part of the task id', '')
    .option('--application <name>', 'application the task belongs to; part of its id', '')
    .option('--filtered-query-param <name>', 'query parameter that does not name content; may be repeated', append)
    .option('-H, --header <name: value>', 'header for the origin; may be repeated', addHeader, {})
    .addOption(new Option('-p, --priority <0-6>', 'priority').argParser(count(0, 6)).default(6))
    .option('--insecure-skip-verify', "do not check the origin's certificate", false)
    .addOption(
      new Option('--timeout <duration>', 'give up after this long').argParser(duration).default(7_200_000, '2h'),
    )
    .option('--json', 'JSON instead of text', false)
    .action(async (url: string, flags: PreheatFlags & { readonly json: boolean }) => {
      if (!URL.canParse(url)) throw new Failure('invalid', `"${url}" is no address; write it whole`);
      const what = await preheat(url, flags, signal);
      say(flags.json, { event: 'preheated', what, url }, () => `The ${what} ${url} is being fetched ahead of use.`);
    });
  addStorageFlags(command);
}

/** What is not known by one may be known by the other; no scheduler is no reason to fail. */
async function unlessUnknown<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (thrown) {
    const { code } = Failure.from(thrown);
    if (code === 'notFound' || code === 'unavailable') return undefined;
    throw thrown;
  }
}
