import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { ConnectionProvider } from '../../features/connection/index.ts';
import { ChangePasswordForm, Door } from '../../features/session/index.ts';
import { manager } from '../../server/entry.ts';

export const metadata: Metadata = { title: 'Change password' };

export default async function ChangePasswordPage() {
  const viewer = await manager().auth.viewer((await headers()).get('cookie'));
  if (viewer === undefined) redirect('/sign-in?to=%2Fchange-password');
  const { name, mustChangePassword } = viewer.user;
  return (
    <Door
      title={mustChangePassword ? 'Choose your own password' : 'Change password'}
      note={
        mustChangePassword
          ? `Welcome, ${name}. The one-time password has done its work.`
          : `For ${name}. Sessions on other devices end.`
      }
      foot={
        !mustChangePassword && (
          <Link href="/" className="rounded-sm text-link hover:underline">
            Back to the console
          </Link>
        )
      }
    >
      <ConnectionProvider>
        <ChangePasswordForm />
      </ConnectionProvider>
    </Door>
  );
}
