import { notFound } from 'next/navigation';
import { Gallery } from '../../features/gallery/index.ts';

/** Every primitive on one page, for who works on them: served by `next dev`, or with DAMSELFLY_UI_GALLERY=1. */
export default function GalleryPage() {
  if (process.env.NODE_ENV === 'production' && process.env.DAMSELFLY_UI_GALLERY !== '1') notFound();
  return <Gallery />;
}
