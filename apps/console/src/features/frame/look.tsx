'use client';
import { ThemeProvider as NextThemes } from 'next-themes';
import type { ReactNode } from 'react';
import { ToastProvider } from '../../ui/toast.tsx';

interface LookProps {
  /** Allows the script that sets the theme before anything is drawn. */
  readonly nonce: string;
  readonly children: ReactNode;
}

/** The theme, and what floats above pages. */
export function Look({ nonce, children }: LookProps) {
  return (
    <NextThemes attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <ToastProvider>{children}</ToastProvider>
    </NextThemes>
  );
}
