'use client';
import { type ComponentProps, type ReactNode, useId, useRef, useState } from 'react';
import { MenuContext, useMenu } from './menu-state.ts';
import { Slot } from './slot.tsx';

export { MenuContent, MenuItem, MenuLabel, MenuSeparator } from './menu-content.tsx';

/** A list of actions behind a button. Arrows walk, letters jump, Enter acts, Escape closes. */
export function Menu({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const id = useId();
  return <MenuContext value={{ open, setOpen, trigger, content, id }}>{children}</MenuContext>;
}

interface MenuTriggerProps extends ComponentProps<'button'> {
  readonly asChild?: boolean;
}

export function MenuTrigger({ asChild = false, ...rest }: MenuTriggerProps) {
  const { open, setOpen, trigger, id } = useMenu();
  const given = {
    ref: trigger,
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    'aria-controls': open ? id : undefined,
    'data-state': open ? 'open' : 'closed',
    onClick: () => setOpen(!open),
    onKeyDown: (event: React.KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      setOpen(true);
    },
  } as const;
  return <Slot {...given}>{asChild ? rest.children : <button type="button" {...rest} />}</Slot>;
}

/** Shows its child while the menu is open: a part that is loaded then, with the `MenuContent` in it. */
export function MenuWhenOpen({ children }: { readonly children: ReactNode }) {
  return useMenu().open ? children : null;
}
