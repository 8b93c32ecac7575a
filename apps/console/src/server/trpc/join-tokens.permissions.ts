import type { PermissionTable } from './testing/permission-table.ts';

export const joinTokensPermissions: PermissionTable = {
  'joinTokens.list': { allowed: ['platform-admin', 'operator', 'auditor'], call: (c) => c.joinTokens.list() },
  'joinTokens.create': {
    allowed: ['platform-admin', 'operator'],
    call: (c) => c.joinTokens.create({ name: `matrix-${Math.random()}` }).then(() => 'made'),
  },
  'joinTokens.remove': {
    allowed: ['platform-admin', 'operator'],
    call: (c) => c.joinTokens.remove({ id: 999_999 }),
  },
};
