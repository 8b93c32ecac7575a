/** How a person wants the console to look. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Where the choice is kept in the browser. */
const key = 'theme';
const darkSystem = '(prefers-color-scheme: dark)';

/** Runs in the document's head, before anything is drawn. */
export const themeScript = `try{document.documentElement.classList.toggle('dark',(t=>t==='dark'||t!=='light'&&matchMedia('${darkSystem}').matches)(localStorage.getItem('${key}')))}catch{}`;

/** What was chosen; as the system has it when nothing was, or when the browser keeps nothing. */
export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(key);
    return themes.find((theme) => theme === kept) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Chooses a theme, for this browser and all its tabs. */
export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A browser that keeps nothing shows it for this page alone.
  }
  show(theme);
}

/** Follows the system and other tabs until it is called off. */
export function followTheme(): () => void {
  const media = matchMedia(darkSystem);
  const follow = () => show(chosenTheme());
  const onStorage = (event: StorageEvent) => {
    if (event.key === key) follow();
  };
  media.addEventListener('change', follow);
  window.addEventListener('storage', onStorage);
  return () => {
    media.removeEventListener('change', follow);
    window.removeEventListener('storage', onStorage);
  };
}

/** Without the colours fading: every surface would at its own pace. */
function show(theme: Theme): void {
  const { documentElement: root } = document;
  root.classList.add('changes-theme');
  root.classList.toggle('dark', theme === 'dark' || (theme === 'system' && matchMedia(darkSystem).matches));
  // Reading a style draws the page once as it is now.
  getComputedStyle(root).getPropertyValue('color');
  requestAnimationFrame(() => root.classList.remove('changes-theme'));
}
