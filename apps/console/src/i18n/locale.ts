/** The languages of the console. */
export const locales = ['en', 'zh'] as const;
export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = 'en';

/** What each language calls itself. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', zh: '简体中文' };

/** The BCP 47 tag of each, for `lang` attributes and `Intl`. */
export const localeTags: Readonly<Record<Locale, string>> = { en: 'en', zh: 'zh-CN' };

/** Holds the language a person chose. */
export const localeCookie = 'damselfly.locale';

const isLocale = (text: string | undefined): text is Locale => locales.some((locale) => locale === text);

/** The chosen language; without a choice, the first of the browser's that the console speaks. */
export function pickLocale(chosen: string | undefined, acceptLanguage: string | null | undefined): Locale {
  if (isLocale(chosen)) return chosen;
  const wanted = (acceptLanguage ?? '')
    .slice(0, 1024)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted.map(({ language }) => language).find(isLocale) ?? defaultLocale;
}
