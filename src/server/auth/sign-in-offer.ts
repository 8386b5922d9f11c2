// Which ways of signing in there are.
import type { SignInOffer } from '#types/sign-in.ts'
import type { WebContext } from '../context.ts'

export function signInOffer({ config }: WebContext): SignInOffer {
  return { oauth: config.oauth !== 'none', password: config.appPasswords }
}
