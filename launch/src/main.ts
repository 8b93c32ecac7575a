import { Failure } from '@damselfly/core';

const commands: Readonly<Record<string, () => Promise<{ run: (argv: string[]) => Promise<number> }>>> = {
  start: () => import('./commands/start.ts'),
  dev: () => import('./commands/dev.ts'),
  demo: () => import('./commands/demo.ts'),
  dfget: () => import('./commands/dfget.ts'),
  dfcache: () => import('./commands/dfcache.ts'),
  dfctl: () => import('./commands/dfctl.ts'),
  build: () => import('./commands/build.ts'),
  generate: () => import('./commands/generate.ts'),
  check: () => import('./commands/check.ts'),
  test: () => import('./commands/test.ts'),
  bench: () => import('./commands/bench.ts'),
  shots: () => import('./commands/shots.ts'),
  sim: () => import('./commands/sim.ts'),
};

const [name = '', ...argv] = process.argv.slice(2);
try {
  const command = commands[name];
  if (command === undefined)
    throw new Failure('invalid', `unknown command "${name}"; one of ${Object.keys(commands).join(', ')}`);
  process.exitCode = await (await command()).run(argv);
} catch (error) {
  process.stderr.write(
    `${error instanceof Failure ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exitCode = 1;
}
