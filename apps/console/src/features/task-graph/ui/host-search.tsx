'use client';
import type { PeerId } from '@damselfly/core';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { GraphStore } from '../model/graph-store.ts';
import { findHosts } from '../model/host-search.ts';
import styles from './host-search.module.css';
import { useWords } from './use-words.ts';

const offered = 8;

interface HostSearchProps {
  readonly store: GraphStore;
  readonly onFound: (peer: PeerId) => void;
}

/** Finds a host by part of its name. `/` anywhere on the page leads here. */
export function HostSearch({ store, onFound }: HostSearchProps) {
  const t = useWords().t.search;
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useSlash(() => input.current?.focus());
  const matches = open ? findHosts(store.scene, text, offered) : [];
  const showsNone = open && text.trim() !== '' && matches.length === 0;

  const choose = (peer: PeerId | undefined) => {
    if (peer === undefined) return;
    setOpen(false);
    input.current?.blur();
    onFound(peer);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((index) => Math.min(matches.length - 1, index + 1));
    else if (event.key === 'ArrowUp') setActive((index) => Math.max(0, index - 1));
    else if (event.key === 'Enter') choose(matches[active]?.peer);
    else if (event.key === 'Escape') {
      setText('');
      input.current?.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.search}>
      <Search size={14} aria-hidden />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t.label}
        aria-expanded={matches.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={matches.length > 0 ? `${id}-${active}` : undefined}
        placeholder={t.label}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <span className={styles.key} aria-hidden="true">
        /
      </span>
      {(matches.length > 0 || showsNone) && (
        <div className={styles.matches} id={`${id}-list`} role="listbox" aria-label={t.found}>
          {matches.map(({ peer, hostname, idc }, index) => (
            <div
              key={peer}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(peer);
              }}
            >
              <span>{hostname}</span>
              <small>{idc}</small>
            </div>
          ))}
          {showsNone && <p>{t.none}</p>}
        </div>
      )}
    </div>
  );
}

function useSlash(focus: () => void): void {
  const latest = useRef(focus);
  latest.current = focus;
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const { target } = event;
      const typing =
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
