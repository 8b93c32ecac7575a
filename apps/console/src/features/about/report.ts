import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type System = inferRouterOutputs<AppRouter>['system'];
export type About = System['about'];
export type SystemFacts = System['facts'];

/** What goes into a report of something that went wrong: no addresses, and nothing of anybody. */
export function reportOf({ version }: About, facts: SystemFacts | undefined): string {
  const lines = [`damselfly ${version}`];
  if (facts !== undefined) {
    const { database, process } = facts;
    lines.push(
      `node ${process.nodeVersion} on ${process.platform}, up ${Math.round(process.uptimeSeconds)} s`,
      `postgresql ${database.version} (${database.kind}), ${database.migrations} migrations, newest ${database.newestMigration}`,
      `${facts.activeSchedulers} active schedulers`,
    );
  }
  return lines.join('\n');
}
