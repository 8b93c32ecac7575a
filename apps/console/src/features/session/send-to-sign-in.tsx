'use client';
import { useEffect } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { sessionMessages } from './messages.ts';

/** Goes to the sign-in page, which leads back here. A full load, so that nothing of an earlier session stays. */
export function SendToSignIn() {
  const t = useMessages(sessionMessages);
  useEffect(() => {
    const here = window.location.pathname + window.location.search;
    window.location.replace(here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`);
  }, []);
  return (
    <p role="status" className="sr-only">
      {t.needed}
    </p>
  );
}
