'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { leaseLeftMs } from './member.ts';
import { memberMessages } from './messages.ts';

interface LeaseTextProps {
  readonly expiresAt: Date | null;
  readonly nowMs: number;
  /** How often it is renewed, where that is known. */
  readonly everyMs?: number;
}

/** How much of a lease is left, or when it ended. */
export function LeaseText({ expiresAt, nowMs, everyMs }: LeaseTextProps) {
  const t = useMessages(memberMessages);
  const format = useFormat();
  const leftMs = leaseLeftMs({ expiresAt }, nowMs);
  if (expiresAt === null) return t.never;
  if (leftMs === undefined)
    return (
      <>
        {t.ended} <RelativeTime atMs={expiresAt.getTime()} />
      </>
    );
  const left = format.duration(Math.ceil(leftMs / 1000) * 1000);
  return everyMs === undefined ? t.left(left) : t.lease(left, format.duration(everyMs));
}
