'use client';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { addressOf } from './auth-calls.ts';
import { doorMessages } from './door-messages.ts';
import { returnPath } from './return-path.ts';

interface ProviderButtonsProps {
  readonly providers: readonly { readonly name: string; readonly label: string }[];
  /** The path to go to afterwards. */
  readonly to: string | undefined;
}

/** Other ways in than name and password; nothing when there are none. */
export function ProviderButtons({ providers, to }: ProviderButtonsProps) {
  const t = useMessages(doorMessages).signIn;
  const [state, setState] = useState<'ready' | 'busy' | 'noAnswer'>('ready');
  if (providers.length === 0) return null;

  const go = async (name: string) => {
    setState('busy');
    const { origin } = window.location;
    const address = await addressOf(name, new URL(returnPath(to, origin), origin).href);
    if (address === undefined) setState('noAnswer');
    else window.location.assign(address);
  };

  return (
    <div className="mt-4 flex flex-col gap-2">
      <p className="text-center text-sm text-muted">{t.or}</p>
      {state === 'noAnswer' && <Problem title={t.refused}>{t.noAnswer}</Problem>}
      {providers.map(({ name, label }) => (
        <Button key={name} disabled={state === 'busy'} onClick={() => void go(name)} className="w-full">
          {t.through(label)}
        </Button>
      ))}
    </div>
  );
}
