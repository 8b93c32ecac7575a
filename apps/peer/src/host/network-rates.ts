export interface NetworkRates {
  readonly receivedPerSecond: number;
  readonly sentPerSecond: number;
}

/** Bytes per second over all interfaces but loopback, since the last call; zero where the system does not tell. */
export function networkRates(
  readCounters: () => Promise<string>,
  nowMs: () => number = () => performance.now(),
): () => Promise<NetworkRates> {
  let before: { received: number; sent: number; atMs: number } | undefined;
  return async () => {
    const text = await readCounters().catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'EACCES') return '';
      throw cause;
    });
    const now = { ...interfaceTotals(text), atMs: nowMs() };
    const last = before ?? now;
    before = now;
    const seconds = Math.max(0.001, (now.atMs - last.atMs) / 1000);
    return {
      receivedPerSecond: Math.max(0, now.received - last.received) / seconds,
      sentPerSecond: Math.max(0, now.sent - last.sent) / seconds,
    };
  };
}

/** Sums the received (1st) and sent (9th) byte counters of Linux's table of interfaces. */
function interfaceTotals(table: string): { received: number; sent: number } {
  let received = 0;
  let sent = 0;
  for (const line of table.split('\n')) {
    const [name, counters] = line.split(':');
    if (counters === undefined || name?.trim() === 'lo') continue;
    const fields = counters.trim().split(/\s+/).map(Number);
    received += fields[0] ?? 0;
    sent += fields[8] ?? 0;
  }
  return { received, sent };
}
