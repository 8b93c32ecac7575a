/** Encrypts what has to be kept and read again: credentials of registries, keys of webhooks, secrets of providers. */
export interface Sealer {
  /** `purpose` names the kind of secret, `registry-credential` say; only the same purpose opens it. */
  seal(plain: string, purpose: string): string;
  /** Throws `internal` when the text was changed, was sealed for another purpose, or its key is gone. */
  open(sealed: string, purpose: string): string;
  /** Whether `seal` would use another key today: what is kept should be sealed anew. */
  isOutdated(sealed: string): boolean;
}
