'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { doorMessages } from './door-messages.ts';
import {
  maxPasswordLength,
  minPasswordLength,
  type PasswordChange,
  type PasswordProblems,
  passwordProblems,
} from './new-password.ts';
import { PasswordInput } from './password-input.tsx';

/** Changes the own password, then goes to the start. Other sessions of the user end. */
export function ChangePasswordForm() {
  const t = useMessages(doorMessages).password;
  const failureText = useFailureText();
  const trpc = useTRPC();
  const [tooShort, setTooShort] = useState(0);
  const [problems, setProblems] = useState<PasswordProblems>({});
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
    setTooShort(wanted.next.length);
    if (Object.keys(found).length === 0) change.mutate({ current: wanted.current, next: wanted.next });
  };

  const problemText = (problem: PasswordProblems[keyof PasswordChange]) =>
    problem === undefined ? undefined : problem === 'tooShort' ? t.tooShort(tooShort, minPasswordLength) : t[problem];

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" aria-label={t.title}>
      {change.isError && <Problem title={t.unchanged}>{failureText(change.error)}</Problem>}
      <Field label={t.current} hint={t.currentHint}>
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
      <Field label={t.next} hint={t.nextHint(minPasswordLength)} error={problemText(problems.next)}>
        {(control) => (
          <PasswordInput {...control} name="next" autoComplete="new-password" required maxLength={maxPasswordLength} />
        )}
      </Field>
      <Field label={t.again} error={problemText(problems.repeated)}>
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
        {busy ? t.busy : t.submit}
      </Button>
    </form>
  );
}
