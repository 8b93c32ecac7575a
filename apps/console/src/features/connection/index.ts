export { callFailure } from './call-failure.ts';
export { ConnectionProvider, useConnection } from './connection-provider.tsx';
export type { Connection } from './connection-status.ts';
export { useFailureText } from './failure-text.ts';
export { LoadProblem } from './load-problem.tsx';
export { useTRPC, useTRPCClient } from './trpc.ts';
export { useFeed } from './use-feed.ts';
