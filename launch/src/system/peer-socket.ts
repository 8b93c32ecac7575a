import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { readRunFile } from './run-file.ts';

/** The socket of the named peer of the running system, or of its first ordinary one. */
export async function socketOf(data: string, name: string | undefined): Promise<string> {
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

/** Takes `--data DIR` and `--peer NAME`, which are the launcher's own, out of a tool's arguments. */
export function takeOwnFlags(argv: readonly string[]): { data?: string; peer?: string; rest: string[] } {
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
