import { join } from 'node:path';
import { context } from 'esbuild';
import { buildAll } from '../build/build.ts';
import { bundleOptions } from '../build/bundle.ts';
import { allBundles } from '../build/programs.ts';
import { openDataFolder } from '../system/data-folder.ts';
import { checkPorts, usualPorts } from '../system/ports.ts';
import { startSystem } from '../system/system.ts';
import { stopRequested } from './start.ts';

/**
 * `npm run dev`: the system on `.damselfly/dev`, the web part reloading as it is edited.
 * When a daemon's code changes the whole system restarts; its data stays.
 */
export async function run(): Promise<number> {
  const say = (sentence: string) => console.error(`· ${sentence}`);
  const stop = stopRequested();
  const folder = await openDataFolder('.damselfly/dev');
  const changed = new Restarts();
  await buildAll(say);
  const watchers = await Promise.all(
    allBundles.map(async (bundle) => {
      const options = bundleOptions(bundle);
      const watcher = await context({ ...options, plugins: [...(options.plugins ?? []), changed.plugin()] });
      await watcher.watch();
      return watcher;
    }),
  );
  try {
    while (!stop.signal.aborted) {
      await checkPorts(usualPorts, 3);
      const system = await startSystem({
        dataDir: folder.dir,
        ports: usualPorts,
        peers: 2,
        consoleArgs: ['--dev'],
        onStep: say,
      });
      const { firstAdministrator: first } = system;
      console.log(
        `\n  ${system.run.console.url}${first ? `   ${first.name} / ${first.oneTimePassword}` : ''}   logs: ${join(folder.dir, '*', 'log.jsonl')}\n`,
      );
      await Promise.race([stop.requested, changed.next()]);
      say(stop.signal.aborted ? 'stopping' : 'code changed, restarting');
      await system.stop();
    }
    return 0;
  } finally {
    await Promise.all(watchers.map((watcher) => watcher.dispose()));
    await folder.release();
  }
}

/** Tells when a bundle was rebuilt after its first build. */
class Restarts {
  #wake: (() => void) | undefined;

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  plugin() {
    let builds = 0;
    return {
      name: 'restart-on-change',
      setup: (build: { onEnd(callback: (result: { errors: unknown[] }) => void): void }) =>
        build.onEnd(({ errors }) => {
          builds += 1;
          if (builds > 1 && errors.length === 0) this.#wake?.();
        }),
    };
  }
}
