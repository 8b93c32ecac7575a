import { Door, SignInForm, sessionMessages } from '../../features/session/index.ts';
import { requestMessages, titled } from '../../i18n/request-locale.ts';

export const generateMetadata = titled(sessionMessages, (t) => t.signIn.title);

interface SignInPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const t = (await requestMessages(sessionMessages)).signIn;
  const { to } = await searchParams;
  return (
    <Door title={t.title} foot={t.foot}>
      <SignInForm to={typeof to === 'string' ? to : undefined} />
    </Door>
  );
}
