/** A user as the sign-in rules see one. */
export const userRow = (user: {
  readonly id: number;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
  readonly state: 'enabled' | 'disabled';
}) => ({
  id: user.id,
  name: user.name,
  passwordHash: user.passwordHash ?? undefined,
  mustChangePassword: user.mustChangePassword,
  enabled: user.state === 'enabled',
});
