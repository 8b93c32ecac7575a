/** Who keeps a member alive, and until when. */
export interface Lease {
  readonly holder: string;
  readonly renewedAtMs: number;
  readonly expiresAtMs: number;
}

export interface LeaseColumns {
  readonly leaseHolder: string | null;
  readonly leaseRenewedAt: Date | null;
  readonly expiresAt: Date | null;
}

export const noLease: LeaseColumns = { leaseHolder: null, leaseRenewedAt: null, expiresAt: null };

export const leaseColumns = ({ holder, renewedAtMs, expiresAtMs }: Lease): LeaseColumns => ({
  leaseHolder: holder,
  leaseRenewedAt: new Date(renewedAtMs),
  expiresAt: new Date(expiresAtMs),
});

/** `{lease}` when a row has one; the database keeps the three columns together. */
export function leaseOf({ leaseHolder, leaseRenewedAt, expiresAt }: LeaseColumns): { readonly lease?: Lease } {
  if (leaseHolder === null || leaseRenewedAt === null || expiresAt === null) return {};
  return { lease: { holder: leaseHolder, renewedAtMs: leaseRenewedAt.getTime(), expiresAtMs: expiresAt.getTime() } };
}
