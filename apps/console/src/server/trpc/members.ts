import { may, router } from './builder.ts';

/** Who registered in the clusters. */
export const membersRouter = router({
  schedulers: may('read', 'Scheduler').query(({ ctx: { viewer, services } }) => services.members.schedulers(viewer)),
  seedPeers: may('read', 'SeedPeer').query(({ ctx: { viewer, services } }) => services.members.seedPeers(viewer)),
});
