import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  defaultFilteredQueryParams,
  Failure,
  formatBytes,
  formatDuration,
  formatRate,
  parseBytes,
} from '@damselfly/core';
import { standardTaskId } from '@damselfly/core/node';
import { buildAll } from '../build/build.ts';
import { downloadDirectly } from '../demo/direct.ts';
import { type SampleOrigin, startSampleOrigin } from '../demo/origin.ts';
import { pullThroughPeer } from '../demo/pull.ts';
import { type RaceResult, race } from '../demo/race.ts';
import { table } from '../demo/table.ts';
import { openDataFolder } from '../system/data-folder.ts';
import { freePorts } from '../system/ports.ts';
import { dfgetLine, type System, startSystem } from '../system/system.ts';
import { stopRequested } from './start.ts';

const data = '.damselfly/demo';

const help = `npm run demo -- [options]     One large file, many peers, live bars, and the same pull without peers beside.

  --peers N       peers that pull at once, 1 to 50 (default 6)
  --size SIZE     size of the file (default 256MiB)
  --rate SIZE     what the origin serves a second, all together (default 24MiB)
  --stay          keep the system up afterwards, to look around in the console
  -h, --help      this text`;

interface DemoOptions {
  readonly peers: number;
  readonly lengthBytes: number;
  readonly bytesPerSecond: number;
  readonly stay: boolean;
}

/** `npm run demo`: starts a system of its own on free ports and ends it again. */
export async function run(argv: string[]): Promise<number> {
  const options = parseOptions(argv);
  if (options === undefined) {
    console.log(help);
    return 0;
  }
  const say = (sentence: string) => console.error(`· ${sentence}`);
  const stop = stopRequested();
  const folder = await openDataFolder(data);
  try {
    await buildAll(say);
    const path = `/demo-${formatBytes(options.lengthBytes).replace(' ', '')}-${Date.now()}.bin`;
    const origin = await startSampleOrigin({
      port: 0,
      path,
      lengthBytes: options.lengthBytes,
      bytesPerSecond: options.bytesPerSecond,
    });
    await using _origin = { [Symbol.asyncDispose]: () => origin.close() };
    const hints = { dfget: dfgetLine(data), sampleUrl: origin.url };
    const system = await startSystem({
      dataDir: folder.dir,
      ports: freePorts,
      peers: options.peers,
      hints,
      onStep: say,
    });
    await using _system = { [Symbol.asyncDispose]: () => system.stop() };
    await compare(options, origin, system, join(folder.dir, 'out'), stop.signal);
    if (options.stay && !stop.signal.aborted) {
      console.log(`\n  The system stays up: ${system.run.console.url}   Ctrl-C stops it.`);
      await stop.requested;
    }
    return 0;
  } finally {
    await folder.release();
  }
}

async function compare(
  options: DemoOptions,
  origin: SampleOrigin,
  system: System,
  outDir: string,
  signal: AbortSignal,
): Promise<void> {
  const { peers, lengthBytes, bytesPerSecond } = options;
  await mkdir(outDir, { recursive: true });
  const task = standardTaskId({ url: origin.url, filteredQueryParams: defaultFilteredQueryParams });
  const first = system.firstAdministrator;
  console.log(`
  ${peers} peers pull ${formatBytes(lengthBytes)}; the origin serves ${formatRate(bytesPerSecond)} in all.

  Watch it live: ${system.run.console.url}/tasks/${task}
  ${first ? `Sign in as ${first.name} with ${first.oneTimePassword}` : 'Sign in as root with the password you set'}
`);
  const normal = system.run.peers.filter(({ type }) => type === 'normal');
  const pulls = normal.map(({ name, socket }) => ({
    label: name,
    run: (onDone: (bytes: number) => void, abort: AbortSignal) =>
      pullThroughPeer({ socket, url: origin.url, output: join(outDir, name), onDone, signal: abort }),
  }));
  try {
    const swarm = await race(pulls, lengthBytes, signal);
    const swarmBytes = origin.servedBytes();
    console.log('\n  The same without peers: everyone asks the origin.\n');
    const direct = await race(directRunners(peers, origin.url), lengthBytes, signal);
    const rows = [
      row('through Damselfly', swarm, swarmBytes, lengthBytes),
      row('straight from the origin', direct, origin.servedBytes() - swarmBytes, lengthBytes),
    ];
    console.log(`\n${table([['', 'last peer', 'median peer', 'origin bytes', 'origin ÷ size'], ...rows])}`);
    console.log(`\n  ${(direct.lastMs / swarm.lastMs).toFixed(1)} times sooner for the last peer.`);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

const directRunners = (peers: number, url: string) =>
  Array.from({ length: peers }, (_, i) => ({
    label: `client-${i + 1}`,
    run: (onDone: (doneBytes: number) => void, signal: AbortSignal) => downloadDirectly(url, onDone, signal),
  }));

const row = (name: string, { lastMs, medianMs }: RaceResult, bytes: number, lengthBytes: number) => [
  name,
  formatDuration(lastMs),
  formatDuration(medianMs),
  formatBytes(bytes),
  (bytes / lengthBytes).toFixed(2),
];

function parseOptions(argv: string[]): DemoOptions | undefined {
  const { values } = parseArgs({
    args: argv,
    options: {
      peers: { type: 'string', default: '6' },
      size: { type: 'string', default: '256MiB' },
      rate: { type: 'string', default: '24MiB' },
      stay: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const peers = Number(values.peers);
  if (!Number.isInteger(peers) || peers < 1 || peers > 50)
    throw new Failure('invalid', `--peers takes a whole number from 1 to 50, not "${values.peers}"`);
  return { peers, lengthBytes: parseBytes(values.size), bytesPerSecond: parseBytes(values.rate), stay: values.stay };
}
