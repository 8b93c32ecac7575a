'use client';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import { useFormat, useMessages } from '../i18n/locale-provider.tsx';
import { problemsByField } from './form-problems.ts';
import { issueMessages } from './issue-messages.ts';

interface FormOptions<Values extends object, Output> {
  readonly initial: Values;
  /** Says what is wrong; what it gives goes to `onSubmit`. */
  readonly schema: z.ZodType<Output>;
  readonly onSubmit: (output: Output) => void;
}

export interface Form<Values extends object> {
  readonly values: Values;
  /** True once something differs from the beginning. */
  readonly dirty: boolean;
  readonly set: <K extends keyof Values>(field: K, value: Values[K]) => void;
  /** What is wrong at a field; nothing before the first attempt to submit. */
  readonly problem: (field: string) => string | undefined;
  readonly submit: (event: FormEvent) => void;
  readonly reset: (values: Values) => void;
}

/** The values of a form, and what is wrong with them: said after the first attempt, then as one types. */
export function useForm<Values extends object, Output>(options: FormOptions<Values, Output>): Form<Values> {
  const t = useMessages(issueMessages);
  const format = useFormat();
  const [first, setFirst] = useState(options.initial);
  const [values, setValues] = useState(options.initial);
  const [tried, setTried] = useState(false);
  const result = tried ? options.schema.safeParse(values) : undefined;
  const problems = result?.success === false ? problemsByField(result.error.issues, t, format) : {};
  return {
    values,
    dirty: JSON.stringify(values) !== JSON.stringify(first),
    set: (field, value) => setValues((before) => ({ ...before, [field]: value })),
    problem: (field) => problems[field],
    submit(event) {
      event.preventDefault();
      setTried(true);
      const checked = options.schema.safeParse(values);
      if (checked.success) options.onSubmit(checked.data);
      else focusFirstProblem(event.currentTarget);
    },
    reset(next) {
      setFirst(next);
      setValues(next);
      setTried(false);
    },
  };
}

function focusFirstProblem(form: EventTarget): void {
  if (!(form instanceof HTMLFormElement)) return;
  // After the next draw, when the fields carry their findings.
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
