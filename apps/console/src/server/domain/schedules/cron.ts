import { Cron } from 'croner';

/** A cron line in a time zone, with five fields. An hour that the clock skips in spring runs once, one it repeats in autumn runs once. */
export interface Rhythm {
  /** The first time after a moment; `undefined` when there is none. */
  next(after: Date): Date | undefined;
}

/** The rhythm a line means; `undefined` when it is none, names no known zone, or never comes. */
export function parseCron(cron: string, timeZone: string): Rhythm | undefined {
  if (cron.length > 128 || timeZone.length > 64) return undefined;
  try {
    const job = new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
    return job.nextRun() === null ? undefined : { next: (after) => job.nextRun(after) ?? undefined };
  } catch (error) {
    // croner tells what is wrong with a line, and Intl what is wrong with a zone, by throwing.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
