import { RoleList, roleMessages } from '../../../features/roles/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(roleMessages, (t) => t.title);

export default function RolesPage() {
  return <RoleList />;
}
