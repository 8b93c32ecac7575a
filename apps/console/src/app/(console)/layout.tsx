import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { ConnectionProvider } from '../../features/connection/index.ts';
import { Frame } from '../../features/frame/index.ts';
import { SendToSignIn } from '../../features/session/index.ts';
import { manager } from '../../server/entry.ts';

/** Pages behind the door: nothing of them is sent to who is not signed in. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const viewer = await manager().auth.viewer((await headers()).get('cookie'));
  if (viewer === undefined) return <SendToSignIn />;
  if (viewer.user.mustChangePassword) redirect('/change-password');
  return (
    <ConnectionProvider>
      <Frame userName={viewer.user.name}>{children}</Frame>
    </ConnectionProvider>
  );
}
