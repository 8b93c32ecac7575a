import type { PeerId, SlowCause } from '@damselfly/core';
import type { Format } from '../../i18n/format.ts';
import type { PullTexts } from './messages.ts';

/** What sentences need to know besides the cause. */
export interface CauseContext {
  readonly t: PullTexts;
  readonly format: Format;
  readonly nameOf: (peer: PeerId) => string;
  /** Bytes per second of a good piece. */
  readonly referenceBps: number;
}

/** A cause as one sentence. */
export function causeSentence(cause: SlowCause, { t, format, nameOf, referenceBps }: CauseContext): string {
  const good = format.rate(referenceBps);
  switch (cause.kind) {
    case 'scheduling':
      return {
        nobody: t.cause.schedulingNobody,
        full: t.cause.schedulingFull,
        unfit: t.cause.schedulingUnfit,
        grant: t.cause.schedulingGrant,
        unknown: t.cause.scheduling,
      }[cause.why ?? 'unknown'];
    case 'slowParent':
      return t.cause.slowParent(nameOf(cause.parent), format.rate(cause.bps), good);
    case 'slowSource':
      return t.cause.slowSource(format.rate(cause.bps), good);
    case 'parentAtSource':
      return t.cause.parentAtSource(nameOf(cause.parent));
    case 'starvedParent':
      return t.cause.starvedParent(nameOf(cause.parent));
    case 'failures':
      return t.cause.failures(format.number(cause.count));
    case 'rescheduling':
    case 'finishing':
    case 'idle':
      return t.cause[cause.kind];
    default:
      return cause satisfies never;
  }
}

/** A cause in a few words. */
export function causeName(cause: SlowCause, { t, nameOf }: Pick<CauseContext, 't' | 'nameOf'>): string {
  switch (cause.kind) {
    case 'slowParent':
    case 'parentAtSource':
    case 'starvedParent':
      return t.causeShort[cause.kind](nameOf(cause.parent));
    case 'scheduling':
    case 'slowSource':
    case 'failures':
    case 'rescheduling':
    case 'finishing':
    case 'idle':
      return t.causeShort[cause.kind];
    default:
      return cause satisfies never;
  }
}
