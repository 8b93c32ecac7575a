import { redirect } from 'next/navigation';
import { Door, doorMessages, SignUpForm } from '../../features/session/index.ts';
import { requestMessages, titled } from '../../i18n/request-locale.ts';
import { manager } from '../../server/entry.ts';
import { Link } from '../../ui/link.tsx';

export const generateMetadata = titled(doorMessages, (t) => t.signUp.title);

export default async function SignUpPage() {
  if (!(await manager().auth.signUpOpen())) redirect('/sign-in');
  const t = (await requestMessages(doorMessages)).signUp;
  return (
    <Door
      title={t.title}
      foot={
        <Link href="/sign-in" className="rounded-sm text-link hover:underline">
          {t.back}
        </Link>
      }
    >
      <SignUpForm />
    </Door>
  );
}
