'use client';
import { useRouter } from 'next/navigation';
import { type Locale, localeCookie, localeNames, locales, localeTags } from '../../i18n/locale.ts';
import { useLocale } from '../../i18n/locale-provider.tsx';
import { MenuLabel, MenuRadioGroup, MenuRadioItem } from '../../ui/menu.tsx';

const keptSeconds = 365 * 24 * 3600;

/** The language of the console, as a group of a menu. Kept in a cookie, so that the server draws in it too. */
export function LocaleChoice({ label }: { readonly label: string }) {
  const current = useLocale();
  const router = useRouter();
  const choose = (locale: Locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the CookieStore is not in every browser yet
    document.cookie = `${localeCookie}=${locale}; Path=/; Max-Age=${keptSeconds}; SameSite=Lax`;
    router.refresh();
  };
  return (
    <>
      <MenuLabel>{label}</MenuLabel>
      <MenuRadioGroup value={current}>
        {locales.map((locale) => (
          <MenuRadioItem key={locale} value={locale} lang={localeTags[locale]} onSelect={() => choose(locale)}>
            {localeNames[locale]}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </>
  );
}
