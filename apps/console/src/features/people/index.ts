export { peopleMessages } from './messages.ts';
export { PeopleList } from './people-list.tsx';
export { PersonView } from './person-view.tsx';
export { SessionsCard } from './sessions-card.tsx';
