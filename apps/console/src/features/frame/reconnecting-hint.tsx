'use client';
import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { useConnection } from '../connection/index.ts';
import { frameMessages } from './messages.ts';

/** A hiccup shorter than this is nobody's business. */
const patienceMs = 1500;

/** Says that the numbers stand still, while the page tries to reach the console again. */
export function ReconnectingHint() {
  const t = useMessages(frameMessages);
  const lost = useConnection() === 'reconnecting';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div role="status">
      {shown && (
        <p className="flex items-center gap-2.5 border-origin/40 border-b bg-origin/12 px-4 py-2 text-sm sm:px-6 lg:px-8">
          <CloudOff aria-hidden className="size-4 shrink-0 text-origin" />
          {t.connection.lost}
        </p>
      )}
    </div>
  );
}
