import type { manager, UnaryHandler } from '@damselfly/proto';
import type { Topology } from '../domain/topology/topology.ts';
import { encodeApplication } from './member-codec.ts';

/** Every application with its priority. */
export const listApplications =
  (needs: {
    readonly topology: Pick<Topology, 'applications'>;
  }): UnaryHandler<manager.ListApplicationsRequest, manager.ListApplicationsResponse> =>
  async () => ({ applications: (await needs.topology.applications()).map(encodeApplication) });
