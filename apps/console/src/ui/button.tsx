import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { Slot } from './slot.tsx';

const button = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-accent text-on-accent hover:bg-accent-hover',
        secondary: 'border border-line bg-surface text-ink shadow-card hover:bg-hover',
        danger: 'bg-danger text-on-danger hover:bg-danger/90',
        quiet: 'text-muted hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs pointer-coarse:h-9',
        md: 'h-9 px-3.5 text-sm pointer-coarse:h-11',
        icon: 'size-8 pointer-coarse:size-10',
      },
    },
    defaultVariants: { look: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof button> {
  /** Gives its look to its only child, e.g. a link. */
  readonly asChild?: boolean;
}

/** An action. A button with an icon alone needs an `aria-label`. */
export function Button({ look, size, asChild = false, className, type = 'button', ...rest }: ButtonProps) {
  const classes = cn(button({ look, size }), className);
  return asChild ? (
    <Slot className={classes}>{rest.children}</Slot>
  ) : (
    <button type={type} className={classes} {...rest} />
  );
}
