'use client';
import { useRouter } from 'next/navigation';
import type { ComponentProps, MouseEvent } from 'react';

interface LinkProps extends ComponentProps<'a'> {
  /** A path of the console. */
  readonly href: string;
}

/**
 * A link inside the console: follows without loading the document anew, and asks for the page when one points at it.
 * Presses that open a tab or a window are the browser's. Next's own link weighs 3 kB and asks for every page in sight.
 */
export function Link({ href, onClick, ...rest }: LinkProps) {
  const router = useRouter();
  const ahead = () => router.prefetch(href);
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || rest.target !== undefined;
    if (event.defaultPrevented || elsewhere) return;
    event.preventDefault();
    router.push(href);
  };
  return <a href={href} onClick={follow} onMouseEnter={ahead} onFocus={ahead} {...rest} />;
}
