'use client';
import { useEffect, useState } from 'react';
import { useFormat } from '../i18n/locale-provider.tsx';

const tickMs = 5000;

/** How long ago something was; the exact time is its title. Moves by itself. */
export function RelativeTime({ atMs }: { readonly atMs: number }) {
  const format = useFormat();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  const at = new Date(atMs);
  return (
    <time dateTime={at.toISOString()} title={format.dateTime(atMs)} suppressHydrationWarning>
      {format.since(atMs, nowMs)}
    </time>
  );
}
