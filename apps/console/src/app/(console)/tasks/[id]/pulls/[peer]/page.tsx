import { peerId, taskId } from '@damselfly/core';
import { PullView, pullMessages } from '../../../../../../features/pull/index.ts';
import { titled } from '../../../../../../i18n/request-locale.ts';

export const generateMetadata = titled(pullMessages, (t) => t.title);

export default async function PullPage({ params }: { readonly params: Promise<{ id: string; peer: string }> }) {
  const { id, peer } = await params;
  return <PullView id={taskId(decodeURIComponent(id))} peer={peerId(decodeURIComponent(peer))} />;
}
