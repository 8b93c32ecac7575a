'use client';
import { createContext, type ReactNode, useContext } from 'react';
import { type Format, formatFor } from './format.ts';
import { defaultLocale, type Locale } from './locale.ts';
import type { Messages, Translation } from './messages.ts';

const LocaleContext = createContext<Locale>(defaultLocale);

/** Sets the language of everything below. */
export function LocaleProvider({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

export const useLocale = (): Locale => useContext(LocaleContext);

/** A feature's texts in the language of the page. */
export const useMessages = <T,>(messages: Messages<T>): Translation<T> => messages[useLocale()];

/** Numbers, sizes and times in the language of the page. */
export const useFormat = (): Format => formatFor(useLocale());
