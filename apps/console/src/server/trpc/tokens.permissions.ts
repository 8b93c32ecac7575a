import { everyone, type PermissionTable } from './testing/permission-table.ts';

const expiresAt = () => new Date(Date.now() + 3600e3);

export const tokensPermissions: PermissionTable = {
  'tokens.list': { allowed: everyone, call: (c) => c.tokens.list() },
  'tokens.byId': { allowed: everyone, call: (c, { tokenId: id }) => c.tokens.byId({ id }) },
  'tokens.scopes': { allowed: everyone, call: (c) => c.tokens.scopes() },
  'tokens.create': {
    allowed: everyone,
    call: (c, { clusterId }) =>
      c.tokens.create({ name: 'new', scopes: ['job'], clusterIds: [clusterId], expiresAt: expiresAt() }),
  },
  'tokens.update': { allowed: everyone, call: (c, { tokenId: id }) => c.tokens.update({ id, change: {} }) },
  'tokens.rotate': {
    allowed: everyone,
    call: (c, { tokenId: id }) => c.tokens.rotate({ id, overlapMs: 0, expiresAt: expiresAt() }),
  },
  'tokens.remove': { allowed: everyone, call: (c, { tokenId: id }) => c.tokens.remove({ id }) },
};
