// A person as pages know them.

/** Names are tamed and safe to print; `name` is never empty. Links are addresses of this site. */
export type Actor = {
  did: string
  /** Without the @; the DID where the handle is invalid. */
  handle: string
  name: string
  href: string
  avatar?: string | undefined
}
