'use client';
import { loaded } from './loaded.tsx';
import { Skeleton } from './skeleton.tsx';

/** Choices that are searched by typing. Arrows walk, Enter chooses, Escape closes. */
export const Combobox = loaded(
  () => import('./combobox-field.tsx').then((part) => part.ComboboxField),
  <Skeleton className="h-9 w-full rounded-md" />,
);
