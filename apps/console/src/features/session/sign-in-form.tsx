'use client';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Problem } from '../../ui/problem.tsx';
import { PasswordInput } from './password-input.tsx';
import { returnPath } from './return-path.ts';

interface SignInFormProps {
  /** The path to go to afterwards. */
  readonly to: string | undefined;
}

/** Name and password. Says why it was refused, and keeps what was typed. */
export function SignInForm({ to }: SignInFormProps) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(undefined);
    const reason = await refusedBecause(String(form.get('name')), String(form.get('password')));
    if (reason === undefined) {
      window.location.assign(returnPath(to, window.location.origin));
      return;
    }
    setRefusal(reason);
    setBusy(false);
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" aria-label="Sign in">
      {refusal !== undefined && <Problem title="You are not signed in">{refusal}</Problem>}
      <Field label="User name">
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
      <Field label="Password">
        {(control) => (
          <PasswordInput {...control} name="password" autoComplete="current-password" required maxLength={128} />
        )}
      </Field>
      <Button type="submit" look="primary" disabled={busy} className="mt-1 w-full">
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}

/** Signs in; the reason when that is refused. */
async function refusedBecause(name: string, password: string): Promise<string | undefined> {
  try {
    const answer = await signIn('credentials', { redirect: false, name, password });
    if (answer?.ok === true && !answer.error) return undefined;
    return answer?.error ?? 'The console did not answer. Try again in a moment.';
  } catch {
    // next-auth throws whatever the network threw: no answer came.
    return 'The console does not answer. See whether it runs, then try again.';
  }
}
