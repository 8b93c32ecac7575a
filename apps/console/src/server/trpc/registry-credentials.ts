import { z } from 'zod';
import { credentialChange, credentialSettings } from '../domain/registry-credentials/registry-credentials.ts';
import { may, router } from './builder.ts';

const id = z
  .int()
  .positive()
  .max(2 ** 31 - 1);

export const registryCredentialsRouter = router({
  list: may('read', 'RegistryCredential').query(({ ctx: { viewer, services } }) =>
    services.registryCredentials.list(viewer),
  ),
  create: may('create', 'RegistryCredential')
    .input(credentialSettings)
    .mutation(({ ctx: { viewer, services }, input }) => services.registryCredentials.create(viewer, input)),
  update: may('update', 'RegistryCredential')
    .input(z.strictObject({ id, change: credentialChange }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.registryCredentials.update(viewer, input.id, input.change),
    ),
  remove: may('delete', 'RegistryCredential')
    .input(z.strictObject({ id }))
    .mutation(({ ctx: { viewer, services }, input }) => services.registryCredentials.remove(viewer, input.id)),
});
