'use client';
import { useEffect } from 'react';

/** Goes to the sign-in page, which leads back here. A full load, so that nothing of an earlier session stays. */
export function SendToSignIn() {
  useEffect(() => {
    const here = window.location.pathname + window.location.search;
    window.location.replace(here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`);
  }, []);
  return (
    <p role="status" className="sr-only">
      You are not signed in. The sign-in page opens.
    </p>
  );
}
