import { notFound } from 'next/navigation';

/** Any other address: the frame stays, the page says that there is none. */
export default function UnknownPage(): never {
  notFound();
}
