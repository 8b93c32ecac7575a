'use client';
import { useCallback } from 'react';
import { useUrlValue } from '../../ui/use-url-value.ts';

const name = 'cluster';

/** The one cluster that the page is narrowed to, as the address says; all without one. */
export function useClusterChoice(): [id: number | undefined, choose: (id: number | undefined) => void] {
  const [text, setText] = useUrlValue(name);
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
  return [
    id,
    useCallback((wanted: number | undefined) => setText(wanted === undefined ? '' : String(wanted)), [setText]),
  ];
}

/** A page narrowed to a cluster. */
export const clusterHref = (path: string, id: number | undefined): string =>
  id === undefined ? path : `${path}?${name}=${id}`;
