/** What children reported of a host lately. */
export interface HostRecord {
  /** Bits per second of a piece, as an average that forgets; 0 before the first report. */
  measuredBps: number;
  /** Failures, each counting half as much every `halfLifeMs`, as of `failedAtMs`. */
  failures: number;
  failedAtMs: number;
}

/** A failure counts half after this time. */
const halfLifeMs = 30_000;
/** How much a new piece moves the average. */
const share = 0.2;

export const newRecord = (): HostRecord => ({ measuredBps: 0, failures: 0, failedAtMs: 0 });

/** A child took a piece of `bytes` in `costMs`; a cost of 0 is no measurement. */
export function noteArrival(record: HostRecord, bytes: number, costMs: number): void {
  if (!(costMs > 0) || bytes <= 0) return;
  const bps = (bytes * 8000) / costMs;
  record.measuredBps = record.measuredBps === 0 ? bps : record.measuredBps + share * (bps - record.measuredBps);
}

/** A child got no good piece; `weight` failures are added. */
export function noteFailure(record: HostRecord, nowMs: number, weight = 1): void {
  record.failures = recentFailures(record, nowMs) + weight;
  record.failedAtMs = nowMs;
}

/** Failures as they count now. */
export const recentFailures = ({ failures, failedAtMs }: HostRecord, nowMs: number): number =>
  failures === 0 ? 0 : failures * 0.5 ** ((nowMs - failedAtMs) / halfLifeMs);
