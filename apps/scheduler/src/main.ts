import { parseArgs } from 'node:util';
import { createLog, loadConfig, runProgram } from '@damselfly/core/node';
import { hostAndPort } from '@damselfly/proto';
import { schedulerConfig } from './config.ts';
import { startManagerLink } from './manager/link.ts';
import { startScheduler } from './start.ts';

const boot = createLog('scheduler', { level: 'info' });

await runProgram(boot, async (life) => {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  const config = await loadConfig(schedulerConfig, { file: values.config, envPrefix: 'DAMSELFLY_SCHEDULER' });
  const log = createLog('scheduler', config.log);
  const { grpcPort, metricsPort } = await startScheduler({ config, log, life, startLink: startManagerLink });
  const grpc = hostAndPort(config.server.advertiseIP, grpcPort);
  const metrics = hostAndPort(config.metrics.ip, metricsPort);
  process.stdout.write(`${JSON.stringify({ ready: { grpc, metrics } })}\n`);
  log.info({ grpc, metrics, managers: config.manager.addrs }, 'serving');
});
