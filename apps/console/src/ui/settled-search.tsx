'use client';
import { useEffect, useRef, useState } from 'react';
import { SearchInput } from './search-input.tsx';

interface SettledSearchProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** Called a short pause after the last key. */
  readonly onSettle: (text: string) => void;
  readonly className?: string;
}

const typingPauseMs = 200;
const maxLength = 2048;

/** A search box that speaks up once the typing pauses. */
export function SettledSearch({ value, onSettle, ...rest }: SettledSearchProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const settle = useRef(onSettle);
  // The value changed from elsewhere: a link, or a button that clears it.
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    settle.current = onSettle;
  });
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => settle.current(typed), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <SearchInput
      {...rest}
      value={typed}
      maxLength={maxLength}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setTyped('');
      }}
    />
  );
}
