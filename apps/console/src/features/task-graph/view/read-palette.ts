import type { Palette } from '../draw/palette.ts';

const variables: Readonly<Record<Exclude<keyof Palette, 'dark' | 'font'>, string>> = {
  background: '--bg',
  band: '--band',
  surface: '--surface',
  border: '--border',
  text: '--text',
  muted: '--muted',
  faint: '--faint',
  track: '--track',
  disc: '--disc',
  edgeIdle: '--edge-idle',
  edgeActive: '--edge-active',
  edgeHot: '--edge-hot',
  focus: '--text',
  seed: '--seed',
  waiting: '--waiting',
  downloading: '--downloading',
  origin: '--origin',
  done: '--done',
  failed: '--failed',
};

/** The colours the style sheet gives an element now, resolved for the present theme. */
export function readPalette(element: HTMLElement): Palette {
  const probe = element.ownerDocument.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const look = getComputedStyle(probe);
  const colour = (variable: string): string => {
    probe.style.color = `var(${variable})`;
    return look.color;
  };
  const font = look.fontFamily;
  const entries = Object.entries(variables).map(([role, variable]) => [role, colour(variable)]);
  const colours = Object.fromEntries(entries) as Record<keyof typeof variables, string>;
  probe.style.color = 'light-dark(black, white)';
  const dark = look.color.includes('255');
  probe.remove();
  return { ...colours, dark, font };
}

/** Calls back after the theme may have changed: by attribute on the root, or by the system. */
export function onThemeChange(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}
