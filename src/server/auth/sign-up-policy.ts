// Who may come in that was not here before: by the configuration, else as administrators set it in the browser.
import { z } from 'zod'
import { findBoxSetting } from '#db/queries/box-settings.ts'
import { type SignUpPolicy, signUpPolicies } from '#types/administration.ts'
import type { WebContext } from '../context.ts'

/** The name under which it is kept (box_settings). */
export const signUpSetting = 'sign-up'

const keptSchema = z.object({
  policy: z.enum(signUpPolicies).catch('invite'),
  allow: z.array(z.string()).catch([]),
})

/** `isFixed`: the configuration says so, and nobody can change it in the browser. */
export type SignUp = { policy: SignUpPolicy; allow: string[]; isFixed: { policy: boolean; allow: boolean } }

export async function readSignUp({ main, config }: Pick<WebContext, 'main' | 'config'>): Promise<SignUp> {
  const { policy, allow } = config.signUp
  const isFixed = { policy: policy !== undefined, allow: allow !== undefined }
  const kept = keptSchema.safeParse(await findBoxSetting(main, signUpSetting))
  const chosen = kept.success ? kept.data : { policy: 'invite' as const, allow: [] }
  return { policy: policy ?? chosen.policy, allow: allow ?? chosen.allow, isFixed }
}

/**
 * Whether somebody is on the list: by DID, by handle, or by the domain of their handle (`*.example.org` is every handle
 * below it; `example.org` that one alone).
 */
export function isAllowed(allow: string[], { did, handle }: { did: string; handle: string }): boolean {
  return allow.some((entry) => {
    if (entry.startsWith('did:')) return entry === did
    const name = entry.replace(/^@/, '').toLowerCase()
    return name.startsWith('*.') ? handle.toLowerCase().endsWith(name.slice(1)) : handle.toLowerCase() === name
  })
}

/**
 * A typed list as entries, in lower case where that means the same, each once.
 * @returns also what is neither handle, DID nor domain
 */
export function readAllowList(typed: string): { allow: string[]; wrong: string[] } {
  const words = typed
    .split(/[\s,]+/)
    .map((word) => word.replace(/^@/, ''))
    .filter(Boolean)
  const entries = words.map((word) => (word.startsWith('did:') ? word : word.toLowerCase()))
  const wrong = entries.filter(
    (entry) =>
      !/^did:[a-z]+:[A-Za-z0-9._:%-]+$/.test(entry) && !/^(\*\.)?([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/.test(entry),
  )
  return { allow: [...new Set(entries)], wrong }
}
