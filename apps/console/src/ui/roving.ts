import type { KeyboardEvent } from 'react';

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Moves the focus among the elements of one role by arrows, Home and End; returns the one that got it. */
export function rove(event: KeyboardEvent<HTMLElement>, role: string): HTMLElement | undefined {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(`[role="${role}"]:not([aria-disabled="true"])`)];
  const at = all.findIndex((element) => element === document.activeElement);
  const step = steps[event.key];
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : step === undefined ? -1 : at + step;
  if (at < 0 || all.length === 0 || (step === undefined && to < 0)) return undefined;
  event.preventDefault();
  const next = all.at(((to % all.length) + all.length) % all.length);
  next?.focus();
  return next;
}
