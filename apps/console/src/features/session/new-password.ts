/** The console refuses shorter ones. */
export const minPasswordLength = 10;
export const maxPasswordLength = 128;

export interface PasswordChange {
  readonly current: string;
  readonly next: string;
  readonly repeated: string;
}

/** What is wrong with a wanted password, by field. */
export function passwordProblems({
  current,
  next,
  repeated,
}: PasswordChange): Partial<Record<keyof PasswordChange, string>> {
  if (next.length < minPasswordLength)
    return { next: `${next.length} characters are too few; use ${minPasswordLength} or more.` };
  if (next === current) return { next: 'This is the old password. Choose another.' };
  if (next !== repeated) return { repeated: 'The two differ. Type the new password again.' };
  return {};
}
