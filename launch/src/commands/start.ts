import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '@damselfly/core';
import { buildAll } from '../build/build.ts';
import { startSampleOrigin } from '../demo/origin.ts';
import { openDataFolder } from '../system/data-folder.ts';
import { checkPorts, freePorts, usualPorts } from '../system/ports.ts';
import { dfgetLine, type System, startSystem } from '../system/system.ts';

const help = `npm start -- [options]     Builds what is needed and runs a whole system on this machine.

  --peers N       peers beside the seed peers, 0 to 50 (default 2)
  --seeds N       seed peers, 1 to 10 (default 1)
  --schedulers N  schedulers that share the tasks, 1 to 10 (default 1)
  --data DIR      folder for databases, pieces and logs (default .damselfly)
  --ports auto    free ports instead of the usual ones, for a second system
  -h, --help      this text

The folder holds run.json (addresses and process ids) and one log per program.
DAMSELFLY_ROOT_PASSWORD sets the first administrator's password.`;

/** A first file to pull: 128 MiB at 24 MiB/s, slow enough to watch. */
const sampleFile = { path: '/sample-128MiB.bin', lengthBytes: 128 * 2 ** 20, bytesPerSecond: 24 * 2 ** 20 };

/** `npm start`. */
export async function run(argv: string[]): Promise<number> {
  const options = parseOptions(argv);
  if (options === undefined) {
    console.log(help);
    return 0;
  }
  const say = (sentence: string) => console.error(`· ${sentence}`);
  const stop = stopRequested();
  const folder = await openDataFolder(options.data);
  try {
    const ports = options.auto ? freePorts : usualPorts;
    await checkPorts(ports, options.sizes.peers + options.sizes.seeds, options.sizes.schedulers);
    await buildAll(say);
    if (stop.signal.aborted) return 0;
    const sample = await startSampleOrigin({ ...sampleFile, port: options.auto ? 0 : 8090 });
    await using _closed = { [Symbol.asyncDispose]: () => sample.close() };
    const hints = { dfget: dfgetLine(options.data), sampleUrl: sample.url };
    const system = await startSystem({ dataDir: folder.dir, ports, ...options.sizes, hints, onStep: say });
    system.onEnded((name, how) =>
      console.error(`! ${name} ended (${how}); the others go on. Its log: ${join(folder.dir, name, 'log.jsonl')}`),
    );
    console.log(welcome(system, options.data, sample.url));
    await stop.requested;
    console.error('· stopping');
    await system.stop();
    return 0;
  } finally {
    await folder.release();
  }
}

interface Sizes {
  readonly peers: number;
  readonly seeds: number;
  readonly schedulers: number;
}

function parseOptions(argv: string[]): { sizes: Sizes; data: string; auto: boolean } | undefined {
  const { values } = parse(argv);
  if (values.help) return undefined;
  const sizes = {
    peers: wholeNumber('--peers', values.peers, 0, 50),
    seeds: wholeNumber('--seeds', values.seeds, 1, 10),
    schedulers: wholeNumber('--schedulers', values.schedulers, 1, 10),
  };
  if (values.ports !== 'auto' && values.ports !== 'usual')
    throw new Failure('invalid', `--ports takes auto or usual, not "${values.ports}"`);
  return { sizes, data: values.data, auto: values.ports === 'auto' };
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new Failure('invalid', `${flag} takes a whole number from ${least} to ${most}, not "${text}"`);
  return number;
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        peers: { type: 'string', default: '2' },
        seeds: { type: 'string', default: '1' },
        schedulers: { type: 'string', default: '1' },
        data: { type: 'string', default: '.damselfly' },
        ports: { type: 'string', default: 'usual' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw new Failure('invalid', `${cause instanceof Error ? cause.message : 'wrong options'}\n\n${help}`, { cause });
  }
}

/** Ctrl-C or SIGTERM, from now on; a second Ctrl-C changes nothing, the stop is bounded anyway. */
export function stopRequested(): { readonly signal: AbortSignal; readonly requested: Promise<void> } {
  const controller = new AbortController();
  const requested = new Promise<void>((resolve) =>
    controller.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => controller.abort());
  return { signal: controller.signal, requested };
}

function welcome({ run, firstAdministrator }: System, data: string, sampleUrl: string): string {
  const password = process.env.DAMSELFLY_ROOT_PASSWORD
    ? 'the one from DAMSELFLY_ROOT_PASSWORD'
    : 'the one you set at the first sign-in';
  const signIn = firstAdministrator
    ? `user ${firstAdministrator.name}, one-time password ${firstAdministrator.oneTimePassword}`
    : `user root, password: ${password}`;
  return `
  Damselfly is up.

  Console    ${run.console.url}
  Sign in    ${signIn}
  Download   ${dfgetLine(data)} ${sampleUrl} -O ${join(data, 'sample.bin')} --overwrite
  Addresses  ${join(data, 'run.json')}

  Ctrl-C stops everything.
`;
}
