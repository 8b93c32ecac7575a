'use client';
import { type ReactNode, useEffect } from 'react';
import { followTheme } from '../../theme/theme.ts';
import { ToastProvider } from '../../ui/toast.tsx';

/** The theme as it changes, and what floats above pages. */
export function Look({ children }: { readonly children: ReactNode }) {
  useEffect(followTheme, []);
  return <ToastProvider>{children}</ToastProvider>;
}
