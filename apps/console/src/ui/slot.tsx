import { cloneElement, isValidElement, type ReactNode, type Ref } from 'react';
import { cn } from './cn.ts';

/** What a part may hand to the element that takes its place. */
export interface SlotProps {
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLElement> | undefined;
  readonly onClick?: ((event: React.MouseEvent<HTMLElement>) => void) | undefined;
  readonly onKeyDown?: ((event: React.KeyboardEvent<HTMLElement>) => void) | undefined;
  readonly onMouseMove?: ((event: React.MouseEvent<HTMLElement>) => void) | undefined;
  readonly [attribute: string]: unknown;
}

/** Gives its look and behaviour to its only child, which stays what it is: a link, a button. */
export function Slot({ children, ...given }: SlotProps & { readonly children: ReactNode }) {
  if (!isValidElement<SlotProps>(children)) return children;
  const own = children.props;
  return cloneElement(children, {
    ...given,
    ...own,
    className: cn(given.className, own.className),
    ref: joinRefs(given.ref, own.ref),
    ...joinHandler('onClick', given, own),
    ...joinHandler('onKeyDown', given, own),
    ...joinHandler('onMouseMove', given, own),
  });
}

type Handler = 'onClick' | 'onKeyDown' | 'onMouseMove';

function joinHandler(name: Handler, given: SlotProps, own: SlotProps): SlotProps {
  const [outer, inner] = [given[name], own[name]];
  if (outer === undefined || inner === undefined) return {};
  return {
    [name]: (event: React.MouseEvent<HTMLElement> & React.KeyboardEvent<HTMLElement>) => {
      inner(event);
      if (!event.defaultPrevented) outer(event);
    },
  };
}

function joinRefs(one: Ref<HTMLElement> | undefined, two: Ref<HTMLElement> | undefined): Ref<HTMLElement> | undefined {
  if (one === undefined || two === undefined) return one ?? two;
  return (element) => {
    for (const ref of [one, two]) {
      if (typeof ref === 'function') ref(element);
      else if (ref !== null) ref.current = element;
    }
  };
}
