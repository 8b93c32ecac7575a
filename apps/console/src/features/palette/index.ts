import { loaded } from '../../ui/loaded.tsx';

/** Loaded when it is opened first. */
export const Palette = loaded(() => import('./palette.tsx').then((part) => part.Palette));
