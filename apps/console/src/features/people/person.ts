import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type Outputs = inferRouterOutputs<AppRouter>;
export type Person = Outputs['people']['list']['items'][number];
export type NewPerson = inferRouterInputs<AppRouter>['people']['create'];
export type OpenSession = Outputs['session']['list'][number];
type Membership = Person['memberships'][number];

/** What somebody is called, and what they sign in as where that is something else. */
export const callName = ({ name, displayName }: Pick<Person, 'name' | 'displayName'>): string => displayName || name;

/** The roles somebody holds by tenant, tenants by name; a role of the platform holds in all of them and stands first. */
export function rolesByTenant(memberships: readonly Membership[]): {
  readonly everywhere: readonly Membership[];
  readonly inTenants: readonly { readonly tenant: Membership['tenant']; readonly held: readonly Membership[] }[];
} {
  const tenants = new Map<string, { tenant: Membership['tenant']; held: Membership[] }>();
  for (const membership of memberships.filter(({ role }) => role.scope === 'tenant')) {
    const { tenant } = membership;
    const known = tenants.get(tenant.id) ?? { tenant, held: [] };
    known.held.push(membership);
    tenants.set(tenant.id, known);
  }
  return {
    everywhere: memberships.filter(({ role }) => role.scope === 'platform'),
    inTenants: [...tenants.values()].sort((a, b) => a.tenant.name.localeCompare(b.tenant.name)),
  };
}

/** The browser and the system that a user agent names, as far as people call them: `Firefox on Linux`. */
export function deviceOf(userAgent: string): { readonly browser: string; readonly system: string } {
  const named = (names: readonly (readonly [RegExp, string])[]) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? '';
  return {
    browser: named([
      [/Edg\//, 'Edge'],
      [/OPR\//, 'Opera'],
      [/Firefox\//, 'Firefox'],
      [/Chrome\//, 'Chrome'],
      [/Safari\//, 'Safari'],
      [/curl\//, 'curl'],
    ]),
    system: named([
      [/Android/, 'Android'],
      [/iPhone|iPad/, 'iOS'],
      [/Windows/, 'Windows'],
      [/Mac OS X|Macintosh/, 'macOS'],
      [/Linux/, 'Linux'],
    ]),
  };
}
