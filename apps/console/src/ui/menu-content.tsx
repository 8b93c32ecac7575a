'use client';
import { Check } from 'lucide-react';
import { type ComponentProps, createContext, type ReactNode, useContext } from 'react';
import { type Align, type Side, useAnchored, useLeave } from './anchored.ts';
import { cn } from './cn.ts';
import { useMenuKeys } from './menu-keys.ts';
import { useMenu } from './menu-state.ts';
import { Slot, type SlotProps } from './slot.tsx';

const RadioContext = createContext<{ readonly value: string; readonly choose: (value: string) => void } | undefined>(
  undefined,
);

interface MenuContentProps {
  readonly side?: Side;
  readonly align?: Align;
  /** Names the menu; without it, its trigger does. */
  readonly label?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** The list itself, while the menu is open. */
export function MenuContent(props: MenuContentProps) {
  return useMenu().open ? <OpenMenu {...props} /> : null;
}

function OpenMenu({ side = 'bottom', align = 'start', label, className, children }: MenuContentProps) {
  const { open, setOpen, trigger, content, id } = useMenu();
  useAnchored(trigger, content, { side, align, open });
  useLeave(open, [trigger, content], () => setOpen(false));
  const onKeyDown = useMenuKeys(content, () => {
    setOpen(false);
    trigger.current?.focus();
  });
  return (
    <div
      ref={content}
      id={id}
      popover="manual"
      role="menu"
      aria-label={label ?? trigger.current?.getAttribute('aria-label') ?? trigger.current?.textContent ?? undefined}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className={cn(
        'fixed m-0 max-h-[calc(100dvh-1rem)] min-w-52 max-w-[min(20rem,calc(100vw-1rem))] animate-rise overflow-y-auto rounded-md border border-line bg-raised p-1 text-ink shadow-raised focus:outline-none',
        className,
      )}
    >
      {children}
    </div>
  );
}

const item =
  'flex min-h-8 w-full cursor-default select-none items-center gap-2.5 rounded-sm px-2 text-left text-sm outline-none focus:bg-hover aria-disabled:opacity-50 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

interface MenuItemProps {
  /** Called when it is chosen; the menu closes. */
  readonly onSelect?: () => void;
  readonly disabled?: boolean;
  /** The child is the item, e.g. a link. */
  readonly asChild?: boolean;
  readonly className?: string;
  readonly lang?: string;
  readonly children: ReactNode;
}

function useItem({ onSelect, disabled = false, className, lang }: Omit<MenuItemProps, 'children'>): SlotProps {
  const { setOpen, trigger } = useMenu();
  return {
    tabIndex: -1,
    lang,
    'aria-disabled': disabled || undefined,
    className: cn(item, className),
    onClick: () => {
      if (disabled) return;
      setOpen(false);
      trigger.current?.focus();
      onSelect?.();
    },
    onMouseMove: (event) => event.currentTarget.focus({ preventScroll: true }),
  };
}

export function MenuItem({ asChild = false, children, ...rest }: MenuItemProps) {
  const given = useItem(rest);
  return (
    <Slot {...given} role="menuitem">
      {asChild ? children : <button type="button">{children}</button>}
    </Slot>
  );
}

interface MenuRadioGroupProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly label?: string;
  readonly children: ReactNode;
}

export function MenuRadioGroup({ value, onValueChange, label, children }: MenuRadioGroupProps) {
  return (
    <RadioContext value={{ value, choose: onValueChange }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu */}
      <div role="group" aria-label={label}>
        {children}
      </div>
    </RadioContext>
  );
}

export function MenuRadioItem({ value, children, ...rest }: MenuItemProps & { readonly value: string }) {
  const group = useContext(RadioContext);
  const given = useItem({ ...rest, onSelect: () => group?.choose(value) });
  const checked = group?.value === value;
  return (
    <Slot {...given} role="menuitemradio" aria-checked={checked}>
      <button type="button">
        {children}
        {checked && <Check aria-hidden className="ml-auto" />}
      </button>
    </Slot>
  );
}

export function MenuLabel({ className, ...rest }: ComponentProps<'div'>) {
  return <div role="presentation" className={cn('px-2 pt-2 pb-1 text-muted text-xs', className)} {...rest} />;
}

export function MenuSeparator() {
  return <hr className="-mx-1 my-1 h-px border-0 bg-line" />;
}
