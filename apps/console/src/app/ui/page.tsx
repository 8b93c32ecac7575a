import { notFound } from 'next/navigation';
import { View } from './view.tsx';

/** Every primitive on one page, for who works on them: served by `next dev`, or with DAMSELFLY_UI_GALLERY=1. */
export default function GalleryPage() {
  if (process.env.NODE_ENV === 'production' && process.env.DAMSELFLY_UI_GALLERY !== '1') notFound();
  return <View />;
}
