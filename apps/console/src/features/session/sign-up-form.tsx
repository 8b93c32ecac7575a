'use client';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Problem } from '../../ui/problem.tsx';
import { signUp } from './auth-calls.ts';
import { doorMessages } from './door-messages.ts';
import { maxPasswordLength, minPasswordLength } from './new-password.ts';
import { PasswordInput } from './password-input.tsx';

/** Makes an account and goes to the start, signed in. Says why it was refused, and keeps what was typed. */
export function SignUpForm() {
  const t = useMessages(doorMessages);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name));
    setBusy(true);
    setRefusal(undefined);
    const outcome = await signUp({ name: text('name'), email: text('email'), password: text('password') });
    if (outcome === 'in') {
      window.location.assign('/');
      return;
    }
    setRefusal(outcome === 'noAnswer' || outcome === 'unreachable' ? t.signIn[outcome] : outcome.said);
    setBusy(false);
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" aria-label={t.signUp.title}>
      {refusal !== undefined && <Problem title={t.signUp.refused}>{refusal}</Problem>}
      <Field label={t.signIn.userName}>
        {(control) => (
          <Input
            {...control}
            name="name"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            minLength={3}
            maxLength={64}
          />
        )}
      </Field>
      <Field label={t.signUp.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="email" maxLength={320} />}
      </Field>
      <Field label={t.signIn.password} hint={t.password.nextHint(minPasswordLength)}>
        {(control) => (
          <PasswordInput
            {...control}
            name="password"
            autoComplete="new-password"
            required
            minLength={minPasswordLength}
            maxLength={maxPasswordLength}
          />
        )}
      </Field>
      <Button type="submit" look="primary" disabled={busy} className="mt-1 w-full">
        {busy ? t.signUp.busy : t.signUp.submit}
      </Button>
    </form>
  );
}
