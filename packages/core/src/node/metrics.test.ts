import { expect, test } from 'vitest';
import { Counter, createMetrics, serveMetrics } from './metrics.ts';

test('counters begin anew when asked to, where that is allowed', async () => {
  const registry = createMetrics();
  const counter = new Counter({ name: 'seen_total', help: 'Seen.', registers: [registry] });
  const [open, closed] = await Promise.all([
    serveMetrics(registry, '127.0.0.1', 0, { resettable: true }),
    serveMetrics(registry, '127.0.0.1', 0),
  ]);
  const at = ({ port }: { port: number }) => `http://127.0.0.1:${port}/metrics`;
  try {
    counter.inc(3);
    expect((await fetch(at(closed), { method: 'DELETE' })).status).toBe(404);
    expect(await (await fetch(at(open))).text()).toContain('seen_total 3');
    expect((await fetch(at(open), { method: 'DELETE' })).status).toBe(200);
    expect(await (await fetch(at(open))).text()).toContain('seen_total 0');
  } finally {
    await Promise.all([open.close(), closed.close()]);
  }
});
