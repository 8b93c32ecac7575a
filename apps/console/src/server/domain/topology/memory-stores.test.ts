import { emptyCluster } from './cluster-fixture.ts';
import { memoryStores } from './memory-stores.ts';
import { topologyStoresContract } from './stores.contract.ts';

topologyStoresContract('memory', async () => ({
  stores: memoryStores({ clusters: [emptyCluster(2), emptyCluster(1)] }),
  close: async () => undefined,
}));
