'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { isTyping } from '../../ui/typing.ts';
import { areas } from './areas.ts';

/** How long `g` waits for its second key. */
const chordMs = 1200;

/** `g` and a letter goes to an area; `?` shows what can be pressed. */
export function useShortcuts(actions: { readonly onHelp: () => void; readonly onPalette: () => void }): void {
  const router = useRouter();
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    let chordUntilMs = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey) {
        event.preventDefault();
        latest.current.onPalette();
        return;
      }
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '?') {
        latest.current.onHelp();
        return;
      }
      const area = event.timeStamp < chordUntilMs ? areas.find(({ key }) => key === event.key) : undefined;
      chordUntilMs = event.key === 'g' ? event.timeStamp + chordMs : 0;
      if (area !== undefined) router.push(area.href);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [router]);
}
