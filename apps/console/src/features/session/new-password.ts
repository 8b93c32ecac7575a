/** The console refuses shorter ones. */
export const minPasswordLength = 10;
export const maxPasswordLength = 128;

export interface PasswordChange {
  readonly current: string;
  readonly next: string;
  readonly repeated: string;
}

/** A finding at a field: too few characters, the old password again, or a repetition that differs. */
export type PasswordProblems = Partial<Record<keyof PasswordChange, 'tooShort' | 'same' | 'differ'>>;

/** What is wrong with a wanted password, by field. */
export function passwordProblems({ current, next, repeated }: PasswordChange): PasswordProblems {
  if (next.length < minPasswordLength) return { next: 'tooShort' };
  if (next === current) return { next: 'same' };
  if (next !== repeated) return { repeated: 'differ' };
  return {};
}
