'use client';
import { useEffect, useState } from 'react';
import { sinceText } from './since-text.ts';

const tickMs = 5000;

/** How long ago something was; the exact time is its title. Moves by itself. */
export function RelativeTime({ atMs }: { readonly atMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  const at = new Date(atMs);
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString()} suppressHydrationWarning>
      {sinceText(atMs, Math.max(nowMs, atMs))}
    </time>
  );
}
