'use client';
import { useLocale } from '../../../i18n/locale-provider.tsx';
import { type Words, wordsOf } from '../messages.ts';

/** Texts, numbers and times in the language of the page. */
export const useWords = (): Words => wordsOf[useLocale()];
