'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';

/** Goes to the sign-in page, which leads back here. */
export function SendToSignIn() {
  const router = useRouter();
  const path = usePathname();
  const query = useSearchParams().toString();
  useEffect(() => {
    const here = query === '' ? path : `${path}?${query}`;
    router.replace(here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`);
  }, [router, path, query]);
  return (
    <p role="status" className="sr-only">
      You are not signed in. The sign-in page opens.
    </p>
  );
}
