'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { callFailure, useTRPC } from '../connection/index.ts';
import { maxPasswordLength, minPasswordLength, type PasswordChange, passwordProblems } from './new-password.ts';
import { PasswordInput } from './password-input.tsx';

/** Changes the own password, then goes to the start. Other sessions of the user end. */
export function ChangePasswordForm() {
  const trpc = useTRPC();
  const [problems, setProblems] = useState<Partial<Record<keyof PasswordChange, string>>>({});
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({ onSuccess: () => window.location.assign('/') }),
  );
  const busy = change.isPending || change.isSuccess;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: keyof PasswordChange) => String(form.get(name));
    const wanted = { current: text('current'), next: text('next'), repeated: text('repeated') };
    const found = passwordProblems(wanted);
    setProblems(found);
    if (Object.keys(found).length === 0) change.mutate({ current: wanted.current, next: wanted.next });
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" aria-label="Change password">
      {change.isError && <Problem title="The password is unchanged">{callFailure(change.error).message}</Problem>}
      <Field label="Current password" hint="At the first sign-in: the one-time password that the console printed.">
        {(control) => (
          <PasswordInput
            {...control}
            name="current"
            autoComplete="current-password"
            required
            maxLength={maxPasswordLength}
          />
        )}
      </Field>
      <Field label="New password" hint={`At least ${minPasswordLength} characters.`} error={problems.next}>
        {(control) => (
          <PasswordInput {...control} name="next" autoComplete="new-password" required maxLength={maxPasswordLength} />
        )}
      </Field>
      <Field label="New password again" error={problems.repeated}>
        {(control) => (
          <PasswordInput
            {...control}
            name="repeated"
            autoComplete="new-password"
            required
            maxLength={maxPasswordLength}
          />
        )}
      </Field>
      <Button type="submit" look="primary" disabled={busy} className="mt-1 w-full">
        {busy ? 'Changing…' : 'Change password'}
      </Button>
    </form>
  );
}
