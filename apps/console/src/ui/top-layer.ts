'use client';
import { useSyncExternalStore } from 'react';

const dialogs: HTMLElement[] = [];
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Says that a modal dialog opened; call what is returned when it closes. */
export function entered(dialog: HTMLElement): () => void {
  dialogs.push(dialog);
  tell();
  return () => {
    const at = dialogs.indexOf(dialog);
    if (at >= 0) dialogs.splice(at, 1);
    tell();
  };
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/**
 * Where something has to be to be seen and pressed: the modal dialog on top, which bars everything outside of it, else
 * the page. Undefined on the server.
 */
export const useTopLayer = (): HTMLElement | undefined =>
  useSyncExternalStore(
    subscribe,
    () => dialogs.at(-1) ?? document.body,
    () => undefined,
  );
