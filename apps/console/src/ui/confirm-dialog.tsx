'use client';
import type { ComponentProps } from 'react';
import { loaded } from './loaded.tsx';

const ConfirmForm = loaded(() => import('./confirm-form.tsx').then((part) => part.ConfirmForm));

/** Asks before something that hurts. With a phrase, pressing Enter by habit does nothing. */
export function ConfirmDialog({ open, ...rest }: ComponentProps<typeof ConfirmForm> & { readonly open: boolean }) {
  return open && <ConfirmForm {...rest} />;
}
