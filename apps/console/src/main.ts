import { parseArgs } from 'node:util';
import { createLog, loadConfig, runProgram, startTracing } from '@damselfly/core/node';
import { consoleConfig } from './config.ts';
import { startConsole } from './console.ts';

const { values } = parseArgs({
  options: { config: { type: 'string' }, dev: { type: 'boolean', default: false } },
});

try {
  const config = await loadConfig(consoleConfig, { file: values.config, envPrefix: 'DAMSELFLY_CONSOLE' });
  const log = createLog('console', config.log);
  await runProgram(log, async (life) => {
    const tracing = { config: config.tracing, service: 'damselfly-console', version: '0.1.0', log };
    life.onStop('tracing', await startTracing(tracing));
    const rootPassword = process.env.DAMSELFLY_ROOT_PASSWORD || undefined;
    const ready = await startConsole({ config, life, log, dev: values.dev, rootPassword });
    process.stdout.write(`${JSON.stringify({ ready })}\n`);
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
