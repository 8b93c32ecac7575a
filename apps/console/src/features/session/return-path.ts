/** Where to go after signing in: a path of this site out of the address, else the start. Never another site. */
export function returnPath(wanted: string | null | undefined, origin: string): string {
  if (wanted === null || wanted === undefined || !wanted.startsWith('/') || !URL.canParse(wanted, origin)) return '/';
  const url = new URL(wanted, origin);
  if (url.origin !== origin || url.pathname === '/sign-in') return '/';
  return url.pathname + url.search + url.hash;
}
