import { parseArgs } from 'node:util';
import { parseBytes } from '@damselfly/core';
import { createLog, loadConfig, runProgram } from '@damselfly/core/node';
import { hostAndPort } from '@damselfly/proto';
import { schedulerConfig } from './config.ts';
import { startManagerLink } from './manager/link.ts';
import { startScheduler } from './start.ts';

const boot = createLog('scheduler', { level: 'info' });

await runProgram(boot, async (life) => {
  const { values } = parseArgs({
    options: { config: { type: 'string' }, record: { type: 'string' }, 'record-limit': { type: 'string' } },
  });
  const config = await loadConfig(schedulerConfig, { file: values.config, envPrefix: 'DAMSELFLY_SCHEDULER' });
  const log = createLog('scheduler', config.log);
  const { grpcPort, metricsPort } = await startScheduler({
    ...{ config, log, life, startLink: startManagerLink },
    record:
      values.record === undefined
        ? undefined
        : { file: values.record, limitBytes: parseBytes(values['record-limit'] ?? '256MiB') },
  });
  const grpc = hostAndPort(config.server.advertiseIP, grpcPort);
  const metrics = hostAndPort(config.metrics.ip, metricsPort);
  process.stdout.write(`${JSON.stringify({ ready: { grpc, metrics } })}\n`);
  log.info({ grpc, metrics, managers: config.manager.addrs }, 'serving');
});
