import { Door, ProviderButtons, SignInForm, sessionMessages } from '../../features/session/index.ts';
import { requestMessages, titled } from '../../i18n/request-locale.ts';
import { manager } from '../../server/entry.ts';

export const generateMetadata = titled(sessionMessages, (t) => t.signIn.title);

interface SignInPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const t = (await requestMessages(sessionMessages)).signIn;
  const { to, refused } = await searchParams;
  const back = typeof to === 'string' ? to : undefined;
  return (
    <Door title={t.title} foot={t.foot}>
      <SignInForm to={back} refused={typeof refused === 'string' ? refused : undefined} />
      <ProviderButtons providers={await manager().auth.offered()} to={back} />
    </Door>
  );
}
