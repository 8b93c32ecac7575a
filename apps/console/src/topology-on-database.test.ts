import { testDatabase } from '@damselfly/db/testing';
import { topologyStoresContract } from './server/domain/topology/stores.contract.ts';

topologyStoresContract('database', async () => {
  const database = await testDatabase();
  for (const id of [2, 1]) {
    await database.client.schedulerCluster.create({ data: { id, name: `cluster-${id}` } });
    await database.client.seedPeerCluster.create({ data: { id, name: `cluster-${id}` } });
    await database.client.seedPeerClusterSchedulerCluster.create({
      data: { seedPeerClusterId: id, schedulerClusterId: id },
    });
  }
  return { stores: database.topology, close: () => database.close() };
});
