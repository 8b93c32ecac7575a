import { Door, doorMessages, ProviderButtons, SignInForm } from '../../features/session/index.ts';
import { requestMessages, titled } from '../../i18n/request-locale.ts';
import { manager } from '../../server/entry.ts';
import { Link } from '../../ui/link.tsx';

export const generateMetadata = titled(doorMessages, (t) => t.signIn.title);

interface SignInPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { signIn: t, signUp } = await requestMessages(doorMessages);
  const { to, refused } = await searchParams;
  const back = typeof to === 'string' ? to : undefined;
  return (
    <Door title={t.title} foot={t.foot}>
      <SignInForm to={back} refused={typeof refused === 'string' ? refused : undefined} />
      <ProviderButtons providers={await manager().auth.offered()} to={back} />
      {(await manager().auth.signUpOpen()) && (
        <p className="mt-4 text-center text-sm">
          <Link href="/sign-up" className="rounded-sm text-link hover:underline">
            {signUp.offer}
          </Link>
        </p>
      )}
    </Door>
  );
}
