// Starts Next on this folder as the console does, with a manager whose methods count their callers, and prints what server,
// route handler and page saw of it.
import { silentLog } from '@damselfly/core/node';
import { manager, setManager } from '../../server/entry.ts';
import { startNextPages } from '../../web/next-pages.ts';
import { startWebServer } from '../../web/web-server.ts';

const log = silentLog();
const web = await startWebServer({ ip: '127.0.0.1', port: 0, dev: true, log });
const never = () => Promise.reject(new Error('not part of this test'));
const auth = {
  ...{ secret: '', secure: false, signIn: never, signOut: never, viewer: never, report: () => undefined },
  ...{ providers: never, offered: never, enter: never, signUp: never, signUpOpen: never },
};
setManager({
  trpc: never,
  auth,
  about: () => ({ version: '', instance: process.argv[2] ?? '', startedAtMs: 0, url: '', grpc: '', dfget: 'dfget' }),
});
const pages = await startNextPages({ dir: import.meta.dirname, dev: true, hostname: '127.0.0.1', port: web.port, log });
web.serve(pages);
const seen = async (path: string) =>
  /instance=([^;]*);/.exec(await (await fetch(`http://${web.address}${path}`)).text())?.[1];
const result = { server: manager().about().instance, route: await seen('/instance'), page: await seen('/') };
process.stdout.write(`${JSON.stringify(result)}\n`);
await pages.close();
await web.close();
process.exit(0);
