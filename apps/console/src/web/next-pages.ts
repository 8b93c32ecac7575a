import { format, stripVTControlCharacters } from 'node:util';
import type { Log } from '@damselfly/core/node';
import next from 'next';
import type { Pages } from './web-server.ts';

export interface NextPages extends Pages {
  close(): Promise<void>;
}

export interface NextPagesOptions {
  /** The folder with `next.config.ts`; its `.next` holds the build. */
  readonly dir: string;
  readonly dev: boolean;
  readonly hostname: string;
  readonly port: number;
  readonly log: Log;
}

/** Starts Next in this process: from its build, or compiling as one goes. */
export async function startNextPages({ log, ...options }: NextPagesOptions): Promise<NextPages> {
  const restoreConsole = divertConsole(log);
  // Next and React choose their builds by it, and expect whoever starts them to have set it.
  Object.assign(process.env, { NODE_ENV: options.dev ? 'development' : 'production' });
  const app = next({ ...options, customServer: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: (request, socket, head) => upgrade(request, socket, head),
    async close() {
      await app.close();
      restoreConsole();
    },
  };
}

/** Next speaks through `console`. Standard output is the launcher's, so what Next says goes to the log. */
function divertConsole(log: Log): () => void {
  const { log: say, info, warn, error } = console;
  const to =
    (level: 'debug' | 'warn' | 'error') =>
    (...values: unknown[]) =>
      log[level]({ by: 'next' }, stripVTControlCharacters(format(...values)).trim());
  Object.assign(console, { log: to('debug'), info: to('debug'), warn: to('warn'), error: to('error') });
  return () => Object.assign(console, { log: say, info, warn, error });
}
