import { createLog, loadConfig, runProgram } from '@damselfly/core/node';
import { Command } from 'commander';
import { peerConfig } from './config.ts';
import { startPeer } from './start-peer.ts';
import { version } from './version.ts';

const { config: file } = new Command('dfdaemon')
  .description('Fetches, stores and serves pieces of files, for dfget on this machine and for other peers.')
  .version(`dfdaemon ${version}`, '-V, --version')
  .option('-c, --config <file>', 'settings, in YAML; without it the defaults and DAMSELFLY_PEER_* are used')
  .parse()
  .opts<{ config?: string }>();

try {
  const config = await loadConfig(peerConfig, { file, envPrefix: 'DAMSELFLY_PEER' });
  const log = createLog('dfdaemon', config.log);
  await runProgram(log, async (life) => {
    const ready = await startPeer(config, log, life);
    process.stdout.write(`${JSON.stringify({ ready })}\n`);
  });
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
