import { roleMessages } from '../../../../features/roles/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(roleMessages, (t) => t.create);

export default function NewRolePage() {
  return <View />;
}
