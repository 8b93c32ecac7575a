import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { checkPorts, freePorts, usualPorts } from './ports.ts';

test('no two programs of a system of eight peers share a usual port', () => {
  const ports = [
    usualPorts.console.http,
    usualPorts.console.grpc,
    usualPorts.scheduler.grpc,
    usualPorts.scheduler.metrics,
  ];
  for (let n = 0; n < 8; n += 1) ports.push(...Object.values(usualPorts.peer(n)));
  expect(new Set(ports).size).toBe(ports.length);
});

test('a taken port is named with who wants it', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(checkPorts({ ...freePorts, scheduler: { grpc: port, metrics: 0 } }, 0)).rejects.toThrow(
    `port ${port}, wanted by the scheduler, is taken`,
  );
  taken.close();
});
