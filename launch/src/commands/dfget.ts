import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { buildAll } from '../build/build.ts';
import { programs } from '../build/programs.ts';
import { exec } from '../exec.ts';
import { readRunFile } from '../system/run-file.ts';

/** `npm run dfget -- [--data DIR] [--peer NAME] <dfget arguments>`: dfget through a peer of the running system. */
export async function run(argv: string[]): Promise<number> {
  const { data = '.damselfly', peer, rest } = takeOwnFlags(argv);
  const asksHelp = rest.length === 0 || rest.includes('--help') || rest.includes('-h') || rest.includes('-V');
  const endpoint = asksHelp ? [] : ['--endpoint', await socketOf(data, peer)];
  await buildAll((sentence) => console.error(`· ${sentence}`));
  const from = process.env.INIT_CWD;
  return await exec(
    process.execPath,
    [programs.dfget, ...endpoint, ...(rest.length === 0 ? ['--help'] : rest)],
    from === undefined ? {} : { cwd: from },
  );
}

async function socketOf(data: string, name: string | undefined): Promise<string> {
  const { peers } = await readRunFile(data);
  const peer =
    name === undefined
      ? (peers.find(({ type }) => type === 'normal') ?? peers[0])
      : peers.find((known) => known.name === name);
  if (peer === undefined)
    throw new Failure(
      'notFound',
      `no peer ${name ?? ''} runs; known are ${peers.map((known) => known.name).join(', ')} (${join(data, 'run.json')})`,
    );
  return peer.socket;
}

function takeOwnFlags(argv: readonly string[]): { data?: string; peer?: string; rest: string[] } {
  const taken: { data?: string; peer?: string } = {};
  const rest: string[] = [];
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? '';
    if (word === '--data' || word === '--peer') {
      const value = argv[i + 1];
      if (value === undefined) throw new Failure('invalid', `${word} needs a value`);
      taken[word === '--data' ? 'data' : 'peer'] = value;
      i += 1;
    } else {
      rest.push(word);
    }
  }
  return { ...taken, rest };
}
