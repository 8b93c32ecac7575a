import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { ConnectionProvider } from '../../features/connection/index.ts';
import { ChangePasswordForm, Door, doorMessages } from '../../features/session/index.ts';
import { requestMessages, titled } from '../../i18n/request-locale.ts';
import { manager } from '../../server/entry.ts';
import { Link } from '../../ui/link.tsx';

export const generateMetadata = titled(doorMessages, (t) => t.password.title);

export default async function ChangePasswordPage() {
  const viewer = await manager().auth.viewer((await headers()).get('cookie'));
  if (viewer === undefined) redirect('/sign-in?to=%2Fchange-password');
  const t = (await requestMessages(doorMessages)).password;
  const { name, mustChangePassword } = viewer.user;
  return (
    <Door
      title={mustChangePassword ? t.firstTitle : t.title}
      note={mustChangePassword ? t.firstNote(name) : t.note(name)}
      foot={
        !mustChangePassword && (
          <Link href="/" className="rounded-sm text-link hover:underline">
            {t.back}
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
