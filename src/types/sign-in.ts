// Signing in, as pages and views know it.

/** Which ways of signing in this box offers. */
export type SignInOffer = { oauth: boolean; password: boolean }
