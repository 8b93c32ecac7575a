'use client';
import { Search } from 'lucide-react';
import { type ComponentProps, useEffect, useRef } from 'react';
import { cn } from './cn.ts';
import { Input } from './input.tsx';
import { Kbd } from './kbd.tsx';
import { isTyping } from './typing.ts';

interface SearchInputProps extends Omit<ComponentProps<'input'>, 'type' | 'aria-label'> {
  readonly label: string;
}

/** A search box that `/` reaches from anywhere on the page and Escape empties. */
export function SearchInput({ label, className, onChange, ...rest }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className={cn('relative', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        onChange={onChange}
        className="peer pr-9 pl-9 [&::-webkit-search-cancel-button]:hidden"
        {...rest}
      />
      <Kbd className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 peer-focus:hidden pointer-coarse:hidden">
        /
      </Kbd>
    </div>
  );
}
