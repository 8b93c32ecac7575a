import { buildAll } from '../build/build.ts';
import { programs } from '../build/programs.ts';
import { exec } from '../exec.ts';
import { socketOf, takeOwnFlags } from './peer-socket.ts';

/** Runs a built tool; where `needsPeer` says so, through a peer of the running system unless it names a socket itself. */
export async function runPeerTool(
  tool: 'dfcache' | 'dfctl',
  argv: readonly string[],
  needsPeer: (rest: readonly string[]) => boolean,
): Promise<number> {
  const { data = '.damselfly', peer, rest } = takeOwnFlags(argv);
  const asksHelp = rest.length === 0 || ['--help', '-h', '--version', '-V', 'help'].some((word) => rest.includes(word));
  const named = rest.includes('-e') || rest.includes('--endpoint');
  const endpoint = asksHelp || named || !needsPeer(rest) ? [] : ['--endpoint', await socketOf(data, peer)];
  await buildAll((sentence) => console.error(`· ${sentence}`));
  const from = process.env.INIT_CWD;
  return await exec(
    process.execPath,
    [programs[tool], ...(rest.length === 0 ? ['--help'] : rest), ...endpoint],
    from === undefined ? {} : { cwd: from },
  );
}
