import { createContext, type RefObject, useContext } from 'react';

interface MenuState {
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly trigger: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly id: string;
}

/** What the parts of one menu share. */
export const MenuContext = createContext<MenuState | undefined>(undefined);

export function useMenu(): MenuState {
  const menu = useContext(MenuContext);
  if (menu === undefined) throw new Error('a part of a menu needs a Menu above');
  return menu;
}
