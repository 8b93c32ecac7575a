export { overviewMessages } from './messages.ts';
export { OverviewView } from './overview-view.tsx';
export { useOverview, useOverviewFeed } from './use-overview.ts';
