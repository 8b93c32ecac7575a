import { createLog, loadConfig, runProgram, startTracing, unusedSettings } from '@damselfly/core/node';
import { peerConfig } from './config.ts';
import { daemonOptions } from './daemon-options.ts';
import { startPeer } from './start-peer.ts';
import { version } from './version.ts';

const options = daemonOptions();

try {
  const config = await loadConfig(peerConfig, { file: options.config, envPrefix: 'DAMSELFLY_PEER' });
  const log = createLog('dfdaemon', { ...config.log, ...options.log });
  for (const { key, why } of unusedSettings(peerConfig, config)) {
    log.warn({ key }, `${key} changes nothing here: ${why}`);
  }
  await runProgram(log, async (life) => {
    const tracing = { config: config.tracing, service: 'damselfly-peer', version, log };
    life.onStop('tracing', await startTracing(tracing));
    const ready = await startPeer(config, log, life, { dynconfigFile: options.dynconfig });
    process.stdout.write(`${JSON.stringify({ ready })}\n`);
  });
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
