'use client';
import { useRouter } from 'next/navigation';
import { localeCookie, localeNames, locales, localeTags } from '../../i18n/locale.ts';
import { useLocale } from '../../i18n/locale-provider.tsx';
import { MenuLabel, MenuRadioGroup, MenuRadioItem } from '../../ui/menu-content.tsx';

const keptSeconds = 365 * 24 * 3600;

/** The language of the console, as a group of a menu. Kept in a cookie, so that the server draws in it too. */
export function LocaleChoice({ label }: { readonly label: string }) {
  const current = useLocale();
  const router = useRouter();
  const choose = (locale: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the CookieStore is not in every browser yet
    document.cookie = `${localeCookie}=${locale}; Path=/; Max-Age=${keptSeconds}; SameSite=Lax`;
    router.refresh();
  };
  return (
    <>
      <MenuLabel>{label}</MenuLabel>
      <MenuRadioGroup label={label} value={current} onValueChange={choose}>
        {locales.map((locale) => (
          <MenuRadioItem key={locale} value={locale} lang={localeTags[locale]}>
            {localeNames[locale]}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </>
  );
}
