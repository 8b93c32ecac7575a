import { defaultLocale, type Locale, localeCookie, pickLocale } from './locale.ts';

/** The language where no server said it: the chosen one, else the browser's. */
export function browserLocale(): Locale {
  if (typeof document === 'undefined') return defaultLocale;
  const cookies = new Map(
    document.cookie.split('; ').map((pair): [string, string] => {
      const [name = '', value = ''] = pair.split('=', 2);
      return [name, value];
    }),
  );
  return pickLocale(cookies.get(localeCookie), navigator.languages.join(','));
}
