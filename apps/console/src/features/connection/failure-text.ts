'use client';
import { useCallback } from 'react';
import type { Locale } from '../../i18n/locale.ts';
import { useLocale } from '../../i18n/locale-provider.tsx';
import { type CallFailure, callFailure } from './call-failure.ts';
import { connectionMessages } from './messages.ts';

/**
 * A failure in words for people. The console's sentence knows most and is English: in other languages it stands behind
 * what its code means.
 */
export function failureText({ code, said }: CallFailure, locale: Locale): string {
  const texts = connectionMessages[locale];
  if (code === 'unreachable') return texts.unreachable;
  if (code === 'page') return texts.pageFailed;
  if (said === undefined) return texts.failures[code];
  return locale === 'en' ? said : `${texts.failures[code]} (${said})`;
}

/** Turns what a call threw into words. */
export function useFailureText(): (thrown: unknown) => string {
  const locale = useLocale();
  return useCallback((thrown) => failureText(callFailure(thrown), locale), [locale]);
}
