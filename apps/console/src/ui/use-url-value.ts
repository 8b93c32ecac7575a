'use client';
import { useCallback } from 'react';
import { useUrlState } from './use-url-state.ts';

/** A text that lives in the address, so that a link shares it; empty when it is not there. */
export function useUrlValue(name: string): [value: string, set: (value: string) => void] {
  const { get, set } = useUrlState();
  return [get(name), useCallback((value: string) => set({ [name]: value }), [set, name])];
}
