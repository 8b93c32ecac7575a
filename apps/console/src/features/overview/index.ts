export { overviewMessages } from './messages.ts';
export { useOverview, useOverviewFeed } from './use-overview.ts';
