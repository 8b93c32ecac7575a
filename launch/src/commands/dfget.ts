import { buildAll } from '../build/build.ts';
import { programs } from '../build/programs.ts';
import { exec } from '../exec.ts';
import { socketOf, takeOwnFlags } from '../system/peer-socket.ts';

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
