import { runPeerTool } from '../system/peer-tool.ts';

/** `npm run dfcache -- [--data DIR] [--peer NAME] <dfcache arguments>`: dfcache through a peer of the running system. */
export const run = (argv: string[]): Promise<number> => runPeerTool('dfcache', argv, () => true);
