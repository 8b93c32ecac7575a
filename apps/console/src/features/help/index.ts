export { helpMessages } from './messages.ts';
export { topicHref, topics } from './topics.ts';
