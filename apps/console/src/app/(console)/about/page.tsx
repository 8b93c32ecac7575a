import { AboutView, aboutMessages } from '../../../features/about/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(aboutMessages, (t) => t.title);

export default function AboutPage() {
  return <AboutView />;
}
