import { peerId, taskId } from '@damselfly/core';
import { pullMessages } from '../../../../../../features/pull/index.ts';
import { titled } from '../../../../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(pullMessages, (t) => t.title);

export default async function PullPage({ params }: { readonly params: Promise<{ id: string; peer: string }> }) {
  const { id, peer } = await params;
  return <View id={taskId(decodeURIComponent(id))} peer={peerId(decodeURIComponent(peer))} />;
}
