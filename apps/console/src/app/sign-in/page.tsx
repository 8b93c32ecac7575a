import type { Metadata } from 'next';
import { Door, SignInForm } from '../../features/session/index.ts';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { to } = await searchParams;
  return (
    <Door
      title="Sign in"
      foot="The first start of the console prints the name and a one-time password of its first administrator."
    >
      <SignInForm to={typeof to === 'string' ? to : undefined} />
    </Door>
  );
}
