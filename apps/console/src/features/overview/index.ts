export { OverviewView } from './overview-view.tsx';
export { useOverview, useOverviewFeed } from './use-overview.ts';
