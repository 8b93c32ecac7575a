'use client';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Problem } from '../../ui/problem.tsx';
import { signIn } from './auth-calls.ts';
import { doorMessages } from './door-messages.ts';
import { PasswordInput } from './password-input.tsx';
import { returnPath } from './return-path.ts';

interface SignInFormProps {
  /** The path to go to afterwards. */
  readonly to: string | undefined;
  /** Why a provider's word did not let one in. */
  readonly refused?: string | undefined;
}

/** Name and password. Says why it was refused, and keeps what was typed. */
export function SignInForm({ to, refused }: SignInFormProps) {
  const t = useMessages(doorMessages).signIn;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState(refused);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(undefined);
    const outcome = await signIn(String(form.get('name')), String(form.get('password')));
    if (outcome === 'in') {
      window.location.assign(returnPath(to, window.location.origin));
      return;
    }
    setRefusal(outcome === 'noAnswer' || outcome === 'unreachable' ? t[outcome] : outcome.said);
    setBusy(false);
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" aria-label={t.title}>
      {refusal !== undefined && <Problem title={t.refused}>{refusal}</Problem>}
      <Field label={t.userName}>
        {(control) => (
          <Input
            {...control}
            name="name"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            maxLength={64}
          />
        )}
      </Field>
      <Field label={t.password}>
        {(control) => (
          <PasswordInput {...control} name="password" autoComplete="current-password" required maxLength={128} />
        )}
      </Field>
      <Button type="submit" look="primary" disabled={busy} className="mt-1 w-full">
        {busy ? t.busy : t.submit}
      </Button>
    </form>
  );
}
