import { password } from '../../testing/console-fixture.ts';
import { everyone, type PermissionTable, platformAdmin } from './testing/permission-table.ts';

export const sessionPermissions: PermissionTable = {
  'session.me': { allowed: everyone, call: (c) => c.session.me() },
  'session.changePassword': {
    allowed: everyone,
    call: (c) => c.session.changePassword({ current: password, next: password }),
  },
  'session.switchTenant': { allowed: everyone, call: (c, { tenantId }) => c.session.switchTenant({ tenantId }) },
  'session.list': { allowed: platformAdmin, call: (c, { userId }) => c.session.list({ userId }) },
  'session.revoke': { allowed: everyone, call: (c, { sessionId: id }) => c.session.revoke({ id }) },
  'session.revokeAll': { allowed: platformAdmin, call: (c, { userId }) => c.session.revokeAll({ userId }) },
};
