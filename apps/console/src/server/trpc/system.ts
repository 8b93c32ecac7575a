import { may, router } from './builder.ts';

export const systemRouter = router({
  about: may('read', 'System').query(({ ctx: { services } }) => services.about()),
  facts: may('read', 'System').query(({ ctx: { services } }) => services.system.facts()),
});
