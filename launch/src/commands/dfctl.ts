import { runPeerTool } from '../system/peer-tool.ts';

/** `npm run dfctl -- [--data DIR] [--peer NAME] <dfctl arguments>`; what asks a scheduler names it itself. */
export const run = (argv: string[]): Promise<number> =>
  runPeerTool('dfctl', argv, ([family = '', action = '']) => family.endsWith('task') && action !== 'preheat');
