export { createDatabase, type Database, type DatabaseSource } from './create-database.ts';
export { type FirstAdministrator, firstBoot } from './first-boot.ts';
