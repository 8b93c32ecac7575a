'use client';
import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { useMay } from '../session/index.ts';
import { automationMessages } from './messages.ts';

const dayMs = 86_400_000;
const lifetimeMs = 365 * dayMs;

/** Makes the token that Harbor signs in with. */
export function HarborToken({ onMade }: { readonly onMade: (token: string) => void }) {
  const t = useMessages(automationMessages).harbor;
  const trpc = useTRPC();
  const textOf = useFailureText();
  const may = useMay();
  const make = useMutation(trpc.tokens.create.mutationOptions({ onSuccess: ({ secret }) => onMade(secret) }));
  if (make.data !== undefined) return <SecretOnce label={t.token} secret={make.data.secret} />;
  if (!may({ action: 'create', subject: 'ApiToken' })) return <p className="text-muted text-sm">{t.mayNot}</p>;
  return (
    <>
      <Button
        className="self-start"
        disabled={make.isPending}
        onClick={() =>
          make.mutate({ name: t.tokenName, scopes: ['job'], expiresAt: new Date(Date.now() + lifetimeMs) })
        }
      >
        <KeyRound aria-hidden />
        {make.isPending ? t.making : t.make}
      </Button>
      {make.isError && <Problem title={t.notMade}>{textOf(make.error)}</Problem>}
    </>
  );
}
