import { parseArgs } from 'node:util';
import { parseBytes } from '@damselfly/core';
import { createLog, loadConfig, runProgram, startTracing } from '@damselfly/core/node';
import { hostAndPort } from '@damselfly/proto';
import { schedulerConfig } from './config.ts';
import { startManagerLink } from './manager/link.ts';
import { startScheduler } from './start.ts';
import { version } from './version.ts';

/** What stopping may take besides the streams that go on. */
const stopMs = 4000;

try {
  const { values } = parseArgs({
    options: { config: { type: 'string' }, record: { type: 'string' }, 'record-limit': { type: 'string' } },
  });
  const config = await loadConfig(schedulerConfig, { file: values.config, envPrefix: 'DAMSELFLY_SCHEDULER' });
  const limitBytes = parseBytes(values['record-limit'] ?? '256MiB');
  const record = values.record === undefined ? undefined : { file: values.record, limitBytes };
  const log = createLog('scheduler', config.log);
  const start: Parameters<typeof runProgram>[1] = async (life) => {
    const tracing = { config: config.tracing, service: 'damselfly-scheduler', version, log };
    life.onStop('tracing', await startTracing(tracing));
    const parts = { config, log, life, startLink: startManagerLink, record };
    const { grpcPort, metricsPort } = await startScheduler(parts);
    const grpc = hostAndPort(config.server.advertiseIP, grpcPort);
    const metrics = hostAndPort(config.metrics.ip, metricsPort);
    process.stdout.write(`${JSON.stringify({ ready: { grpc, metrics } })}\n`);
    log.info({ grpc, metrics, managers: config.manager.addrs }, 'serving');
  };
  await runProgram(log, start, stopMs + config.server.drainTimeout);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
