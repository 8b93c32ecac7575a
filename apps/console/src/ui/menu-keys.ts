'use client';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';

const forgetMs = 600;

/** Keys of an open menu: walk, jump by letter, close. The first item, or the checked one, has the focus at first. */
export function useMenuKeys(
  menu: RefObject<HTMLElement | null>,
  onClose: () => void,
): (event: KeyboardEvent<HTMLElement>) => void {
  const typed = useRef({ text: '', atMs: 0 });
  const items = () => [
    ...(menu.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])') ?? []),
  ];
  useEffect(() => {
    const checked = menu.current?.querySelector<HTMLElement>('[aria-checked="true"]');
    const first = menu.current?.querySelector<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])');
    (checked ?? first ?? menu.current)?.focus({ preventScroll: true });
  }, [menu]);

  return (event) => {
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    const go = (to: number) => {
      event.preventDefault();
      all.at(to % all.length)?.focus();
    };
    switch (event.key) {
      case 'ArrowDown':
        return go(at + 1);
      case 'ArrowUp':
        return go(at <= 0 ? -1 : at - 1);
      case 'Home':
        return go(0);
      case 'End':
        return go(-1);
      case 'Escape':
      case 'Tab':
        if (event.key === 'Escape') event.preventDefault();
        event.stopPropagation();
        return onClose();
      default:
        if (event.key.length === 1 && event.key !== ' ' && !event.metaKey && !event.ctrlKey && !event.altKey)
          jump(event);
    }
  };

  function jump(event: KeyboardEvent<HTMLElement>): void {
    const fresh = event.timeStamp - typed.current.atMs > forgetMs;
    const text = (fresh ? '' : typed.current.text) + event.key.toLowerCase();
    typed.current = { text, atMs: event.timeStamp };
    items()
      .find((item) => item.textContent?.trim().toLowerCase().startsWith(text))
      ?.focus();
  }
}
