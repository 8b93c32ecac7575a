export { HelpView } from './help-view.tsx';
export { helpMessages } from './messages.ts';
export { topicHref, topics } from './topics.ts';
