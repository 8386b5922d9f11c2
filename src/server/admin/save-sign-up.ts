// Sets who may come in that was not here before.
import { saveBoxSetting } from '#db/queries/box-settings.ts'
import { type SignUpPolicy, signUpPolicies } from '#types/administration.ts'
import { AppError } from '../app-error.ts'
import { readAllowList, readSignUp, signUpSetting } from '../auth/sign-up-policy.ts'
import type { WebContext } from '../context.ts'
import { type Actor, actRecorded } from './record-act.ts'

/** @throws AppError 400 for what is no policy, 409 where the configuration decides, 422 for a list with mistakes */
export async function saveSignUp(
  ctx: Pick<WebContext, 'main' | 'log' | 'now' | 'config'>,
  actor: Actor,
  typed: { policy: string; allow: string },
): Promise<void> {
  const before = await readSignUp(ctx)
  if (before.isFixed.policy && before.isFixed.allow)
    throw new AppError(409, 'The configuration says who may sign in (SIGN_UP, SIGN_UP_ALLOW). Change it there.')
  const policy = before.isFixed.policy ? before.policy : readPolicy(typed.policy)
  const list = before.isFixed.allow ? { allow: before.allow, wrong: [] } : readAllowList(typed.allow)
  if (list.wrong.length > 0)
    throw new AppError(422, `These are no handles, DIDs or domains: ${list.wrong.slice(0, 5).join(', ').slice(0, 300)}`)
  if (list.allow.length > 5000) throw new AppError(422, 'A list has 5,000 entries at most.')
  const value = { policy, allow: list.allow }
  const act = { action: 'sign-up.save', subject: policy, detail: describeChange(before, value) }
  await actRecorded(ctx, actor, act, async (line) => {
    await saveBoxSetting(ctx.main, { name: signUpSetting, value }, ctx.now(), line)
    return true
  })
}

function readPolicy(word: string): SignUpPolicy {
  const policy = signUpPolicies.find((name) => name === word)
  if (!policy) throw new AppError(400, 'Who may sign in is closed, invite, allow-list or open.')
  return policy
}

type Chosen = { policy: SignUpPolicy; allow: string[] }

function describeChange(before: Chosen, after: Chosen): string {
  const added = after.allow.filter((entry) => !before.allow.includes(entry))
  const gone = before.allow.filter((entry) => !after.allow.includes(entry))
  const parts = [
    before.policy === after.policy ? '' : `was ${before.policy}`,
    added.length > 0 ? `on the list now: ${added.slice(0, 20).join(' ')}` : '',
    gone.length > 0 ? `off the list: ${gone.slice(0, 20).join(' ')}` : '',
  ]
  return parts.filter(Boolean).join('; ')
}
