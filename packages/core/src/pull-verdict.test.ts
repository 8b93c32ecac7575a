import { describe, expect, test } from 'vitest';
import type { DagEvent } from './dag-event.ts';
import { hostId, type PeerId, peerId } from './ids.ts';
import type { PullParent, PullRecord } from './pull-record.ts';
import { pullTimeline } from './pull-timeline.ts';
import { pullVerdict } from './pull-verdict.ts';

const me = peerId('me');
const a = peerId('a');
const b = peerId('b');
const MiB = 2 ** 20;

const offered = (atMs: number, ...parents: PeerId[]): DagEvent => ({ kind: 'parentsChanged', peer: me, parents, atMs });
const turned = (atMs: number, state: 'backToSource' | 'downloading' | 'succeeded'): DagEvent => ({
  ...{ kind: 'peerStateChanged', peer: me, state, reason: '', atMs },
});
/** A piece of 4 MiB. */
const piece = (number: number, parent: PeerId | null, startMs: number, endMs: number): DagEvent => {
  const came = { pieces: 1, bytes: 4 * MiB, costMs: endMs - startMs };
  const arrivals = [{ piece: number, bytes: came.bytes, costMs: came.costMs, atMs: endMs }];
  return { kind: 'piecesFinished', peer: me, parent, ...came, arrivals, atMs: endMs };
};
const parentWith = (arrivals: PullParent['arrivals'] = []): PullParent => ({
  ...{ hostname: 'h', idc: '', kind: 'seed', arrivals },
});
const recordOf = (events: DagEvent[], change: Partial<PullRecord> = {}): PullRecord => ({
  ...{ peer: me, host: hostId('h'), hostname: 'h', idc: '', kind: 'normal', joinedAtMs: 0, untilMs: 10_000 },
  ...{ events, unrecorded: { pieces: 0, bytes: 0 }, hasGaps: false, facts: undefined, swarmPieceBps: 0 },
  parents: new Map([
    [a, parentWith()],
    [b, parentWith()],
  ]),
  ...change,
});
const judge = (record: PullRecord, why?: 'nobody') => pullVerdict(record, pullTimeline(record), why);

describe('the timeline of a pull', () => {
  test('has no holes: every millisecond is of one phase', () => {
    const { phases, toMs } = pullTimeline(
      recordOf([
        ...[offered(100, a), piece(0, a, 150, 250), offered(300), offered(500, b), piece(1, b, 600, 700)],
        turned(900, 'succeeded'),
      ]),
    );
    expect(phases.map(({ kind, fromMs, toMs: until }) => [kind, fromMs, until])).toEqual([
      ['scheduling', 0, 100],
      ['starved', 100, 150],
      ['transfer', 150, 250],
      ['starved', 250, 300],
      ['rescheduling', 300, 500],
      ['starved', 500, 600],
      ['transfer', 600, 700],
      ['finishing', 700, 900],
    ]);
    expect(toMs).toBe(900);
  });

  test('keeps a lane for each parent and one for the source', () => {
    const { lanes } = pullTimeline(recordOf([piece(0, a, 0, 100), piece(1, a, 50, 150), piece(2, null, 0, 400)]));
    expect(lanes.map(({ parent, pieces, busyMs }) => [parent, pieces.length, busyMs])).toEqual([
      [a, 2, 150],
      [null, 1, 400],
    ]);
  });

  test('a pull that runs reaches as far as the recording', () => {
    const { over, toMs, state } = pullTimeline(recordOf([turned(5, 'downloading')]));
    expect([over, toMs, state]).toEqual([false, 10_000, 'downloading']);
  });
});

describe('the verdict', () => {
  test('names the one parent that is capped, with most of the lost time', () => {
    const events = [offered(5, a, b)];
    for (let n = 0; n < 10; n += 1) events.push(piece(n, a, 10 + n * 40, 50 + n * 40));
    for (let n = 0; n < 3; n += 1) events.push(piece(10 + n, b, 10 + n * 2000, 2010 + n * 2000));
    const { conclusion, causes } = judge(recordOf([...events, turned(6020, 'succeeded')]));
    expect(conclusion).toBe('slow');
    expect(causes[0]?.cause).toMatchObject({ kind: 'slowParent', parent: b });
    expect(causes[0]?.share).toBeGreaterThan(0.8);
  });

  test('names the wait for a first parent, and why the scheduler let it wait', () => {
    const { causes } = judge(
      recordOf([offered(3000, a), piece(0, a, 3010, 3050), piece(1, a, 3050, 3090), turned(3100, 'succeeded')]),
      'nobody',
    );
    expect(causes[0]).toMatchObject({ cause: { kind: 'scheduling', why: 'nobody' } });
    expect(causes[0]?.share).toBeGreaterThan(0.9);
  });

  test('names a source that is slower than pieces of this task are elsewhere', () => {
    const events = [turned(10, 'backToSource'), piece(0, null, 10, 2010), piece(1, null, 2010, 4010)];
    const { causes } = judge(recordOf([...events, turned(4020, 'succeeded')], { swarmPieceBps: 100 * MiB }));
    expect(causes[0]?.cause.kind).toBe('slowSource');
    expect(causes[0]?.share).toBeGreaterThan(0.9);
  });

  test('names the source when the only parent waits for it, piece after piece', () => {
    const at = [1000, 2000, 3000, 4000];
    const events = [offered(5, a), ...at.map((ms, n) => piece(n, a, ms + 10, ms + 50)), turned(4060, 'succeeded')];
    const arrivals = at.map((atMs, n) => ({ piece: n, atMs, fromSource: true }));
    const { causes } = judge(recordOf(events, { parents: new Map([[a, parentWith(arrivals)]]) }));
    expect(causes[0]?.cause).toEqual({ kind: 'parentAtSource', parent: a });
    expect(causes[0]?.share).toBeGreaterThan(0.9);
  });

  test('names failures when the wait follows one', () => {
    const failed: DagEvent = { kind: 'pieceFailed', peer: me, parent: a, reason: 'reset', atMs: 100 };
    const events = [
      offered(5, a),
      piece(0, a, 10, 60),
      failed,
      offered(101),
      offered(2000, b),
      piece(1, b, 2000, 2050),
    ];
    expect(judge(recordOf([...events, turned(2060, 'succeeded')])).causes[0]?.cause.kind).toBe('failures');
  });

  test('says nothing of a pull that lost hardly any time', () => {
    const events = [offered(5, a, b), piece(0, a, 10, 50), piece(1, b, 10, 55), turned(60, 'succeeded')];
    expect(judge(recordOf(events)).conclusion).toBe('quick');
  });

  test('does not call a sender slow when there is nothing to compare it with', () => {
    const events = [offered(5, a), piece(0, a, 10, 2010), piece(1, a, 2010, 4010), turned(4020, 'succeeded')];
    expect(judge(recordOf(events)).conclusion).toBe('incomparable');
  });
});
