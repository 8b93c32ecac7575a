import { signUpSettings } from '../domain/accounts/sign-up.ts';
import { may, router } from './builder.ts';

export const systemRouter = router({
  about: may('read', 'System').query(({ ctx: { services } }) => services.about()),
  /** Whether people may make accounts of their own. */
  signUp: may('manage', 'System').query(({ ctx: { services } }) => services.signUp.settings()),
  setSignUp: may('manage', 'System')
    .input(signUpSettings)
    .mutation(({ ctx: { viewer, services }, input }) => services.signUp.setSettings(viewer, input)),
  facts: may('read', 'System').query(({ ctx: { viewer, services } }) => services.system.facts(viewer)),
});
