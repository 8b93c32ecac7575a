import { lazy } from 'react';

/** Loaded when it is opened first. */
export const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));
