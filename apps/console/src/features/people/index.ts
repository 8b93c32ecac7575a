export { peopleMessages } from './messages.ts';
export { SessionsCard } from './sessions-card.tsx';
